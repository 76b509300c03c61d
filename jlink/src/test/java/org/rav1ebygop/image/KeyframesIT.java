package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Keyframes are found without encoding, and taken from lists.
class KeyframesIT {
  private static final Image IMAGE = Image.built();

  @TempDir Path scratch;
  @TempDir Path tools;

  @BeforeEach
  void putTheFilmIntoPlace() throws IOException {
    Files.copy(Clips.small(60, 20, 44), scratch.resolve("film.y4m"));
  }

  @Test
  void theKeyframesOfAFilmArePrinted() throws IOException {
    Outcome outcome = run("keyframes film.y4m").toEnd().expectCode(0);
    assertEquals("0\n20\n44\n", outcome.stdout());
    assertEquals("", outcome.stderr());
  }

  @Test
  void aPipeHasTheSameKeyframes() throws IOException {
    Outcome outcome =
        run("keyframes - --json -").stdin(scratch.resolve("film.y4m")).toEnd().expectCode(0);
    assertTrue(
        outcome.stdout().startsWith("{\"scene_changes\": [0, 20, 44], \"frame_count\": 60, "),
        outcome::toString);
    assertEquals(1, outcome.stdout().lines().count());
  }

  @Test
  void theFirstFramesCanBeLookedAtAlone() throws IOException {
    Outcome outcome = run("keyframes film.y4m --limit 30 -I 15").toEnd().expectCode(0);
    assertEquals("0\n15\n", outcome.stdout());
  }

  @Test
  void whatWasFoundIsTakenAsAList() throws IOException {
    run("keyframes film.y4m --json found.json --plot found.svg").toEnd().expectCode(0);
    assertTrue(Files.readString(scratch.resolve("found.svg")).contains(">film.y4m</text>"));
    assertEquals(List.of("0-19", "20-43", "44-59"), gops("--keyframes found.json --splitter list"));
    assertEquals(List.of("film.y4m", "found.json", "found.svg", "out.ivf"), Tools.names(scratch));
  }

  @Test
  void aListIsObeyedAsItIsUntilBoundsAreSet() throws IOException {
    Files.writeString(scratch.resolve("list"), "3 5 50");
    assertEquals(List.of("0-2", "3-4", "5-49", "50-59"), gops("--keyframes list"));
    assertEquals(
        List.of("0-4", "5-24", "25-44", "45-49", "50-59"),
        gops("--keyframes list -i 4 -I 20 --overwrite"));
  }

  @ParameterizedTest
  @CsvSource({
    "--splitter fixed -I 25, 0 18 30 55",
    "--splitter scenecut, 0 30 44",
    "--scenecut-speed fast, 0 30 44",
    "--keyframes list, 0 3 5 30 50"
  })
  void anySplitterTakesForcedKeyframes(String options, String keyframes) throws IOException {
    Files.writeString(scratch.resolve("list"), "3 5 50");
    // 25 frames per second: 1.2 s is frame 30
    Outcome outcome = run("keyframes film.y4m --force-keyframes 0:01.2 " + options).toEnd();
    List<String> expected = Arrays.asList(keyframes.split(" ", -1));
    assertEquals(expected, outcome.expectCode(0).stdout().lines().toList());
  }

  @Test
  void aForcedKeyframePastTheEndIsWarnedOf() throws IOException {
    String warning =
        "warning: --force-keyframes: 3s (frame 75) is past the end of the film, which has 60 frames";
    for (String input : List.of("film.y4m", "-")) {
      for (String command : List.of("keyframes %s", "%s -o /dev/null -s 10 --splitter fixed")) {
        Outcome outcome =
            run(command.formatted(input) + " --force-keyframes 7,3s")
                .stdin(scratch.resolve("film.y4m"))
                .toEnd()
                .expectCode(0);
        assertTrue(outcome.stderr().contains(warning), outcome::toString);
      }
    }
  }

  @Test
  void aChangedListOrOtherForcedKeyframesAreNotGoneOnWith() throws IOException {
    Files.writeString(scratch.resolve("list"), "20 44");
    String encode = "film.y4m -o out.ivf -v -s 10 --local-workers 1 --keyframes list ";
    Path held = new BadEncoder(Image.built(), tools).holdingAllButOne();
    try (Running running = run(encode + "--force-keyframes 8 --rav1e " + held).start()) {
      running.awaitStderr(" done: ");
      running.signal("TERM");
      running.await().expectCode(130);
    }
    Files.writeString(scratch.resolve("list"), "# the same, written otherwise\n0,20,44");
    expectRefusal(
        encode + "--force-keyframes 9",
        2,
        "splitter-option.force-keyframes was 8, is 9; restore those settings");
    Files.writeString(scratch.resolve("list"), "20 45");
    expectRefusal(
        encode + "--force-keyframes 8",
        2,
        "splitter-option.keyframes was 0,20,44, is 0,20,45; restore those settings");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0;30;20 | 2 | list, line 3, column 1: frame 20 comes after frame 30; sort the list",
        "0;60    | 3 | list: keyframe 60 is past the end of the film, which has 60 frames; it is the list of another film, or the film is cut short",
        "{\"scene_changes\":[0],\"frame_count\":61} | 3 | list: it is the list of a film of 61 frames, but this one has 60; name the list of this film",
      })
  void aWrongListIsRefusedInOneLine(String list, int code, String message) throws IOException {
    Files.writeString(scratch.resolve("list"), list.replace(';', '\n'));
    expectRefusal("film.y4m -o out.ivf --keyframes list", code, message);
    expectRefusal("keyframes film.y4m --keyframes list", code, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keyframes                            | no input; usage: rav1e-by-gop keyframes INPUT, see --help",
        "keyframes film.y4m --jsno x          | unknown option '--jsno'; did you mean --json?",
        "keyframes film.y4m --plot film.y4m   | film.y4m is read as the input; name another file for --plot",
        "keyframes film.y4m --plot x --json x | keyframes and plot cannot both go to x; name another file for --plot",
        "keyframes film.y4m --limit 0         | --limit is 1 or more, not 0",
        "keyframes film.y4m --scenecut-speed slow | scenecut speed is standard or fast, not 'slow'",
        "film.y4m -o x.ivf --scenecut-speed fast --splitter fixed | --scenecut-speed is for --splitter scenecut, not fixed",
        "film.y4m -o x.ivf --keyframes no     | there is no keyframe list no",
        "film.y4m -o x.ivf --splitter list    | splitter list needs a list; name its file with --keyframes FILE",
        "film.y4m -o x.ivf --keyframes no --splitter fixed | --keyframes is for --splitter list, not fixed",
        "film.y4m -o x.ivf --force-keyframes 1h | --force-keyframes: '1h' is neither a frame number nor a time such as 90s, 1:30 or 0:01:30.5",
      })
  void wrongUsageIsSaidInOneLine(String arguments, String message) throws IOException {
    expectRefusal(arguments, 2, message);
  }

  @Test
  void aFilmThatIsCutOffLeavesNothing() throws IOException {
    Path film = scratch.resolve("film.y4m");
    byte[] bytes = Files.readAllBytes(film);
    String old = "{\"scene_changes\": [0]}";
    Files.writeString(scratch.resolve("old.json"), old);
    Files.write(film, Arrays.copyOf(bytes, bytes.length - 1000));
    Outcome outcome =
        run("keyframes - --json old.json --plot new.svg").stdin(film).toEnd().expectCode(3);
    assertEquals("", outcome.stdout());
    assertEquals(List.of("film.y4m", "old.json"), Tools.names(scratch));
    assertEquals(old, Files.readString(scratch.resolve("old.json")));
  }

  /// The first frame is in the pipe, and the others never come.
  @Test
  void anInterruptLeavesNothingAndACleanScreen() throws IOException {
    Path pipe = scratch.resolve("pipe");
    new Run("mkfifo", pipe).toEnd().expectCode(0);
    String command = "exec '%s' keyframes pipe --json new.json".formatted(IMAGE.launcher());
    Run run = new Run("script", "-qec", command, "/dev/null").with("TERM", "xterm").in(scratch);
    try (FileChannel writer =
            FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Running running = run.start()) {
      writer.write(ByteBuffer.wrap(Files.readAllBytes(Clips.small(1))));
      running.awaitStdout("0 keyframes, ");
      running.signal(
          "TERM",
          running.descendants().stream()
              .filter(child -> child.info().command().filter(p -> p.endsWith("/java")).isPresent())
              .findFirst()
              .orElseThrow());
      Outcome outcome = running.await().expectCode(130);
      assertEquals(
          List.of("rav1e-by-gop: error: interrupted"),
          new Screen(outcome.stdout()).lines().stream().filter(line -> !line.isBlank()).toList());
    }
    assertEquals(List.of("film.y4m", "pipe"), Tools.names(scratch));
  }

  /// First and last frames of the GOPs that are encoded.
  private List<String> gops(String options) throws IOException {
    Outcome outcome =
        run("film.y4m -o out.ivf -v -s 10 --no-progress " + options).toEnd().expectCode(0);
    return outcome
        .stderr()
        .lines()
        .filter(line -> line.matches("GOP \\d+ \\(frames .*\\) done: .*"))
        .map(line -> line.replaceFirst(".*\\(frames (\\d+-\\d+)\\).*", "$1"))
        .sorted((a, b) -> Integer.compare(start(a), start(b)))
        .toList();
  }

  private static int start(String gop) {
    return Integer.parseInt(gop.substring(0, gop.indexOf('-')));
  }

  private void expectRefusal(String arguments, int code, String message) throws IOException {
    Outcome outcome = run(arguments).toEnd().expectCode(code);
    assertTrue(outcome.stderr().contains(message), outcome::toString);
    assertEquals(1, outcome.stderr().lines().count(), outcome::toString);
    assertEquals("", outcome.stdout());
  }

  private Run run(String arguments) {
    return IMAGE.run((Object[]) arguments.split(" +", -1)).in(scratch);
  }
}
