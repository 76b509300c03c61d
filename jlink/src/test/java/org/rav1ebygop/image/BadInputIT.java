package org.rav1ebygop.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is wrong is said in one line, with the exit code for its kind, and nothing is left
/// behind.
class BadInputIT {
  private static final Image IMAGE = Image.built();
  private static final int USAGE = 2;
  private static final int INPUT = 3;
  private static final int ENVIRONMENT = 5;
  private static final String PREFIX = "rav1e-by-gop: error: ";

  @TempDir Path scratch;
  private Path work = Path.of("");

  @BeforeEach
  void makeAPlaceToWorkIn() throws IOException {
    work = Files.createDirectory(scratch.resolve("work"));
    Files.copy(Clips.small(12), work.resolve("film.y4m"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "film.y4m -o out.ivf --spede 3   | unknown option '--spede'; did you mean --speed?",
        "film.y4m -o out.ivf -x          | unknown option '-x'",
        "film.y4m -o out.ivf --speed=fast| --speed takes a whole number, not 'fast'",
        "film.y4m -o out.ivf -sfast      | -s takes a whole number, not 'fast'",
        "film.y4m -o out.ivf -s fast     | -s takes a whole number, not 'fast'",
        "film.y4m -o out.ivf --speed     | --speed needs a value: --speed 0-10",
        "film.y4m -o                     | -o needs a value: -o file",
        "film.y4m --speed --quantizer 3  | --speed needs a value",
        "film.y4m -o out.ivf -s 11       | --speed is 0 to 10, not 11",
        "film.y4m -o out.ivf -s -1       | --speed is 0 to 10, not -1",
        "film.y4m -o out.ivf -q 256      | --quantizer is 0 to 255, not 256",
        "film.y4m -o out.ivf -q 0        | --quantizer is 1 to 255",
        "film.y4m -o out.ivf -t 0        | --tiles is 1 to 4096, not 0",
        "film.y4m -o out.ivf --limit 0   | --limit is 1 or more, not 0",
        "film.y4m -o out.ivf --threads 0 | --threads is 1 or more, not 0",
        "film.y4m -o out.ivf -I 5 -i 6   | --keyint (5) must not be below --min-keyint (6)",
        "film.y4m -o out.ivf --max-bitrate 0    | --max-bitrate is 1 to",
        "film.y4m -o out.ivf --local-workers 0  | --local-workers is 1 or more, not 0",
        "film.y4m -o out.ivf --max-tries 0      | --max-tries is 1 or more, not 0",
        "film.y4m -o out.ivf --memory lots      | --memory is light, heavy or unlimited",
        "film.y4m -o out.ivf --primaries BT1    | known: BT709,",
        "film.y4m -o out.ivf --encoder x265     | there is no encoder backend 'x265'; known:",
        "film.y4m -o out.ivf --splitter every   | there is no keyframe splitter 'every'; known:",
        "film.y4m -o out.ivf --format avi       | there is no muxer 'avi'; known: ivf, mkv, mp4, obu, webm",
        "film.y4m -o out.ivf --encoder-option a=b  | rav1e has no option 'a'; it has:",
        "film.y4m -o out.ivf --splitter-option a=b | splitter scenecut has no option 'a'",
        "film.y4m -o out.ivf --temp film.y4m   | --temp: film.y4m is not a folder",
        "film.y4m -o out.ivf --temp nowhere    | --temp: there is no folder nowhere; make it first",
        "film.y4m -o out.ivf --resume --overwrite  | exclude each other",
        "film.y4m -o out.avi             | no container for 'out.avi'; end its name in .ivf or .mkv or .mp4 or",
        "film.y4m -o out                 | no container for 'out'",
        "film.y4m -o .                   | . is a folder; name a file in it",
        "film.y4m -o nowhere/out.ivf     | nowhere; make it first",
        "film.y4m -o nowhere/ --format ivf         | there is no folder nowhere/; make it first",
        "film.y4m -o film.y4m --format ivf --overwrite | film.y4m is read as the input; name another file for -o",
        "film.y4m                        | no output; name one with -o FILE",
        "film.y4m film.y4m -o out.ivf    | one input at a time, not 2: film.y4m film.y4m",
        "-o out.ivf                      | no input; usage: rav1e-by-gop INPUT -o OUTPUT",
        "film.y4m out.mkv                | one input at a time, not 2: film.y4m out.mkv; did you mean -o out.mkv?",
        "keyframe film.y4m               | no command and no file 'keyframe'; did you mean rav1e-by-gop keyframes?",
        "verfy film.ivf                  | no command and no file 'verfy'; did you mean rav1e-by-gop verify?",
        "versoin                         | no command and no file 'versoin'; did you mean rav1e-by-gop version?",
        "help encode                     | no command 'encode'; the commands are keyframes, plugins, verify, workers",
        "-i film.y4m -o out.ivf          | -i takes a whole number, not 'film.y4m'; -i is --min-keyint, and the input needs no option",
        "film.y4m -o out.ivf --crf 30    | unknown option '--crf'; use --quantizer, which is 0 to 255",
        "film.y4m -o out.ivf --nats nats://x | unknown option '--nats'; it belongs to --transport nats",
        "film.y4m -o out.ivf --rdo-lookahead-frames 9 | takes it as --encoder-option rdo-lookahead-frames=VALUE",
      })
  void wrongUsage(String words, String message) throws IOException {
    expect(USAGE, message, run(words));
  }

  /// The unfinished film has a longer name than the film.
  @Test
  void aNameToWhichNothingCanBeAddedIsTooLong() throws IOException {
    expect(USAGE, "has 251 bytes and may have 241", run("film.y4m -o " + "x".repeat(247) + ".ivf"));
  }

  @Test
  void anEmptyNameIsNoFile() throws IOException {
    expect(USAGE, "'' is no file name", IMAGE.run("film.y4m", "-o", ""));
    expect(USAGE, "'' is no file name", IMAGE.run("", "-o", "out.ivf"));
  }

  @Test
  void anOutputThatExistsIsLeftAlone() throws IOException {
    Path output = Files.writeString(work.resolve("out.ivf"), Ivf.PRECIOUS);
    expect(USAGE, "out.ivf exists; choose another name, or replace it", run("film.y4m -o out.ivf"));
    assertEquals(Ivf.PRECIOUS, Files.readString(output));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "missing.y4m | there is no file missing.y4m",
        "/           | / is a folder, not a film",
        ".           | . is a folder, not a film",
      })
  void noSuchInput(String name, String message) throws IOException {
    expect(INPUT, message, IMAGE.run(name, "-o", "out.ivf"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                       | is empty",
        "'no film and so on and so on'            | bad.y4m cannot be read by ffmpeg",
        "'YUV4MPEG2 W64 H64 F25:1'                | ends after 23 bytes, within its header",
        "'YUV4MPEG2 W64 H64 F25:1 Cmono\nFRAME\n' | byte 24: 'Cmono' is not among",
        "'YUV4MPEG2 W64 H64 F25:1 It\nFRAME\n'    | byte 24: 'It' says interlaced",
        "'YUV4MPEG2 W64 H64 F25:1 Xx\n'           | has a header, but no frames",
        "'YUV4MPEG2 W64 H64 F25:1\nFRAME\nabc'    | frame 0 at byte 24 has 3 of 6,144 bytes",
        "'YUV4MPEG2 W64 H64 F25:1\nFRUME\nabc'    | byte 24",
        "'YUV4MPEG2 W0 H64 F25:1\nFRAME\nabc'     | byte 10: 'W0'",
        "'YUV4MPEG2 W8 H8 F25:1\nFRAME\n'         | bad.y4m",
        "'YUV4MPEG2 W999999999999 H8 F25:1\nFRAME\n' | byte 10: 'W999999999999'",
        "'YUV4MPEG2 W64 F25:1\nFRAME\n'           | bad.y4m",
      })
  void whatIsNoFilmWeRead(String content, String message) throws IOException {
    Files.write(work.resolve("bad.y4m"), content.getBytes(US_ASCII));
    expect(INPUT, message, run("bad.y4m -o out.ivf"));
    String ofPipe =
        message.equals("is empty")
            ? "standard input is empty; did the program before it fail?"
            : message.replace("bad.y4m is", "standard input is").replaceAll("bad.y4m.*", "");
    expectLast(INPUT, ofPipe, run("- -o out.ivf").stdin(work.resolve("bad.y4m")));
  }

  @Test
  void randomBytesAreNoFilm() throws IOException {
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);
    Files.write(work.resolve("noise"), noise);
    expect(INPUT, "noise", run("noise -o out.ivf"));
    expectLast(
        INPUT,
        "standard input is not y4m; convert it: ffmpeg -i FILM",
        run("- -o out.ivf").stdin(work.resolve("noise")));
  }

  @Test
  void aTruncatedFilmIsRefusedAtTheFrameItEndsIn() throws IOException {
    byte[] film = Files.readAllBytes(Clips.small(12));
    Files.write(work.resolve("cut.y4m"), Arrays.copyOf(film, film.length - 1));
    expect(INPUT, "frame 11 at byte", run("cut.y4m -o out.ivf"));
    expectLast(INPUT, "frame 11 at byte", run("- -o out.ivf").stdin(work.resolve("cut.y4m")));
  }

  @Test
  void aFolderThatCannotBeWrittenToIsNamed() throws IOException {
    Path locked = Files.createDirectory(work.resolve("locked"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
    Run encode = unprivileged("film.y4m", "-o", "locked/out.ivf");
    expect(ENVIRONMENT, "no permission to write in " + locked.toRealPath(), encode);
    assertEquals(List.of(), Tools.names(locked));
  }

  @Test
  void anInputThatCannotBeReadIsNamed() throws IOException {
    Path film = work.resolve("film.y4m");
    Files.setPosixFilePermissions(film, PosixFilePermissions.fromString("-wx------"));
    expect(INPUT, "no permission to read film.y4m", unprivileged("film.y4m", "-o", "out.ivf"));
  }

  @Test
  void anEncoderThatIsNotThereIsMissedWithAdvice() throws IOException {
    expect(
        ENVIRONMENT,
        "--rav1e names /nowhere/rav1e, which does not exist: install rav1e",
        run("film.y4m -o out.ivf --rav1e /nowhere/rav1e"));
    Image bare = IMAGE.copyTo(scratch.resolve("bare"));
    Files.deleteIfExists(bare.home().resolve("lib/rav1e/rav1e"));
    expect(
        ENVIRONMENT,
        "there is no rav1e in PATH: install rav1e",
        bare.run("film.y4m", "-o", "out.ivf").with("PATH", "/nonexistent"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exit 1                                        | is no working rav1e",
        "echo 'error while loading libav1.so' >&2; exit 127 | libav1.so",
        "echo nonsense                                 | is no rav1e: its --version says 'nonsense'",
        "kill -SEGV $$                                 | is no working rav1e",
        "echo 'rav1e 0.3.0 (release)'                  | is rav1e 0.3.0, which has no --",
      })
  void anEncoderThatDoesNotWorkIsSaidToBeBroken(String script, String message) throws IOException {
    Path fake = script(script);
    expect(ENVIRONMENT, message, run("film.y4m -o out.ivf --rav1e " + fake));
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing.y4m -o out.ivf", "film.y4m -o out.ivf -s 99"})
  void onlyWithDebugIsThereAStackTrace(String words) throws IOException {
    assertFalse(run(words).toEnd().stderr().contains("\tat "));
    Outcome outcome = run(words + " --debug").toEnd();
    assertTrue(outcome.stderr().startsWith(PREFIX), outcome::toString);
    assertTrue(outcome.stderr().contains("\tat org.rav1ebygop"), outcome::toString);
  }

  /// Exactly one line.
  private void expect(int code, String message, Run run) throws IOException {
    Outcome outcome = expectLast(code, message, run);
    assertEquals(1, outcome.stderr().lines().count(), outcome::toString);
  }

  /// One line for the error, at the end, after what was said before the work began.
  private Outcome expectLast(int code, String message, Run run) throws IOException {
    List<String> before = Tools.names(work);
    Outcome outcome = run.in(work).toEnd().expectCode(code);
    List<String> lines = outcome.stderr().lines().toList();
    assertTrue(
        lines.getLast().startsWith(PREFIX) && lines.getLast().contains(message), outcome::toString);
    assertEquals(1, lines.stream().filter(line -> line.startsWith("rav1e-by-gop")).count());
    assertEquals("", outcome.stdout(), outcome::toString);
    assertEquals(before, Tools.names(work), outcome::toString);
    return outcome;
  }

  private static Run run(String words) {
    return IMAGE.run((Object[]) words.split(" ", -1));
  }

  /// Root may do anything: it is made to give up the right to pass over permissions.
  private static Run unprivileged(Object... arguments) throws IOException {
    boolean root = new Run("id", "-u").toEnd().stdout().strip().equals("0");
    return root
        ? new Run("setpriv", "--bounding-set=-dac_override,-dac_read_search", IMAGE.launcher())
            .and(arguments)
        : IMAGE.run(arguments);
  }

  private Path script(String body) throws IOException {
    Path script = Files.writeString(scratch.resolve("fake"), "#!/bin/sh\n" + body + "\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }
}
