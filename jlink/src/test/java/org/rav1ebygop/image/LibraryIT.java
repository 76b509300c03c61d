package org.rav1ebygop.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;

/// Films by rav1e as a library.
@Tag("waits")
class LibraryIT {
  private static final Image IMAGE = Image.built();
  private static final int FRAMES = 30;

  @TempDir Path scratch;

  @ParameterizedTest
  @CsvSource({
    "CS420,  8, 128, 72",
    "CS420, 10, 128, 72",
    "CS422, 10, 128, 72",
    "CS444, 8, 128, 72",
    "CS420,  8, 129, 71",
    "CS422,  8, 129, 71",
    "CS444, 10, 129, 71",
  })
  void withTunePsnrTheBytesAreThoseOfTheProgram(
      ChromaSampling sampling, int depth, int width, int height) throws IOException {
    Path film = Clips.synthetic(new FrameLayout(width, height, sampling, depth), 14, 7);
    Path library = scratch.resolve("library.ivf");
    Path program = scratch.resolve("program.ivf");
    String one = version(encode(film, library, "librav1e", "--encoder-option", "tune=psnr"));
    String other = version(encode(film, program, "rav1e", "--encoder-option", "tune=psnr"));
    Assumptions.assumeTrue(one.equals(other), "two versions of rav1e are here");
    assertEquals(-1, Files.mismatch(library, program));
  }

  @Test
  void theFilmHasTheSameBytesInThisProcessAndAfterAResumeByAProcessForEachGop() throws IOException {
    Path isolated = scratch.resolve("isolated.ivf");
    encode(Clips.small(FRAMES), isolated, "librav1e");
    Path inProcess = scratch.resolve("in-process.ivf");
    encode(Clips.small(FRAMES), inProcess, "librav1e", "--no-isolate");
    assertEquals(-1, Files.mismatch(isolated, inProcess));
    assertEquals(FRAMES, Tools.decoded(isolated, scratch.resolve("decoded.y4m")).frames());
  }

  /// The film comes through a pipe that waits in the middle of a GOP until its encoder is gone.
  @Test
  void anAbortOfTheLibraryCostsOneAttemptOfOneGop() throws IOException {
    Path undisturbed = scratch.resolve("undisturbed.ivf");
    encode(Clips.small(FRAMES), undisturbed, "librav1e");
    byte[] film = Files.readAllBytes(Clips.small(FRAMES));
    Path output = scratch.resolve("out.ivf");
    try (Running running = run("-", output, "librav1e").stdinOpen().start()) {
      try (OutputStream stdin = running.stdin()) {
        stdin.write(film, 0, film.length / 6);
        stdin.flush();
        running.awaitThat("the library encodes", () -> helper(running).isPresent());
        running.signal("ABRT", helper(running).orElseThrow());
        running.awaitStderr("failed: librav1e was ended by SIGABRT");
        stdin.write(film, film.length / 6, film.length - film.length / 6);
      }
      Outcome outcome = running.await().expectCode(0);
      assertEquals(1, LeftJob.count(outcome, " failed: "), outcome::toString);
    }
    assertEquals(-1, Files.mismatch(undisturbed, output));
  }

  /// What the library says of its pictures is what a decoder finds.
  @ParameterizedTest
  @CsvSource({"CS420, 8, 192, 108", "CS422, 10, 130, 71", "CS444, 8, 129, 71"})
  void metricsAreThoseOfTheDecodedFilm(ChromaSampling sampling, int depth, int width, int height)
      throws IOException {
    Path film = Clips.synthetic(new FrameLayout(width, height, sampling, depth), 14, 7);
    Path output = scratch.resolve("out.ivf");
    Path table = scratch.resolve("metrics.csv");
    Path events = scratch.resolve("events");
    encode(film, output, "librav1e", "--metrics", table, "--json", events);
    List<String> rows = Files.readAllLines(table);
    assertEquals(1 + 2 + 14 + 1, rows.size(), rows::toString);
    String[] sums = rows.getLast().split(",", -1);
    assertEquals("film", sums[0]);
    String psnr =
        String.format(
            Locale.ROOT,
            "y %.2f dB, u %.2f dB, v %.2f dB;",
            Double.valueOf(sums[4]),
            Double.valueOf(sums[5]),
            Double.valueOf(sums[6]));
    Outcome verified = IMAGE.run("verify", output, "--against", film).toEnd().expectCode(0);
    assertTrue(verified.stdout().contains(psnr), () -> psnr + " in " + verified);
    assertTrue(Files.readString(events).contains("\"film-measured\",\"frames\":14"));
  }

  /// The first GOP alone is encoded before the encoder begins to fail.
  @Test
  void metricsOfARunThatGoesOnAreThoseOfTheWholeFilm() throws IOException {
    Path whole = scratch.resolve("whole.csv");
    encode(Clips.small(FRAMES), scratch.resolve("whole.ivf"), "librav1e", "--metrics", whole);
    Path output = scratch.resolve("out.ivf");
    Path table = scratch.resolve("metrics.csv");
    Run first = run("-", output, "librav1e").and("--metrics", table, "-v");
    byte[] film = Files.readAllBytes(Clips.small(FRAMES));
    try (Running running = first.stdinOpen().start()) {
      try (OutputStream stdin = running.stdin()) {
        stdin.write(film, 0, film.length / 2);
        stdin.flush();
        running.awaitStderr("GOP 0 (frames 0-9) done");
        running.signal("TERM");
        running.await().expectCode(130);
      } catch (IOException _) {
        // nobody reads the rest
      }
    }
    Outcome outcome =
        run("-", output, "librav1e")
            .and("--metrics", table, "--resume", "-v")
            .stdin(Clips.small(FRAMES))
            .toEnd()
            .expectCode(0);
    assertTrue(outcome.stderr().contains("kept from an earlier run"), outcome::toString);
    assertEquals(Files.readString(whole), Files.readString(table));
  }

  @Test
  void aFileThatHoldsSomethingElseIsNoPlaceForMetrics() throws IOException {
    Path letter = Files.writeString(scratch.resolve("letter"), "Dear all,\n");
    Run run = run(Clips.small(FRAMES), scratch.resolve("none.ivf"), "librav1e");
    LeftJob.expectRefusal(run.and("--metrics", letter), 2, "something other than metrics");
    assertEquals("Dear all,\n", Files.readString(letter));
  }

  @Test
  void metricsDoNotGoWhereSomethingElseGoes() throws IOException {
    Path output = scratch.resolve("film.ivf");
    Run run = run(Clips.small(FRAMES), output, "librav1e");
    LeftJob.expectRefusal(run.and("--metrics", output), 2, "film and metrics cannot both go");
    Path events = scratch.resolve("events");
    Run telling = run(Clips.small(FRAMES), output, "librav1e").and("--json", events);
    LeftJob.expectRefusal(telling.and("--metrics", events), 2, "events and metrics cannot both");
    Run nowhere = run(Clips.small(FRAMES), output, "librav1e");
    LeftJob.expectRefusal(nowhere.and("--metrics", "-"), 2, "--metrics writes a file");
  }

  /// 0.7.1 panics at some frame rates, which would end this process too.
  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void whatTheLibraryDoesNotBearIsOneLine(String isolate) throws IOException {
    Path input = scratch.resolve("fast.y4m");
    try (OutputStream out = Files.newOutputStream(input)) {
      out.write("YUV4MPEG2 W64 H64 F1000000:1 Ip A1:1 C420jpeg\nFRAME\n".getBytes(US_ASCII));
      out.write(new byte[64 * 64 * 3 / 2]);
    }
    Path output = scratch.resolve("fast.ivf");
    Run run = run(input, output, "librav1e").and("--encoder-option", "isolate=" + isolate);
    Outcome outcome = run.toEnd();
    if (outcome.code() != 0) { // 0.5.1 bears it
      outcome.expectCode(5);
      assertTrue(outcome.stderr().contains("librav1e 0."), outcome::toString);
      assertTrue(outcome.stderr().contains("does not work"), outcome::toString);
    }
  }

  @Test
  void aMissingLibraryIsOneLineThatSaysWhatToInstall() throws IOException {
    Run run = run(Clips.small(FRAMES), scratch.resolve("none.ivf"), "librav1e");
    LeftJob.expectRefusal(
        run.and("--librav1e", "/no/librav1e.so"), 5, "/no/librav1e.so", "install librav1e");
  }

  @ParameterizedTest
  @CsvSource({
    "librav1e, --rav1e, /bin/true, --librav1e",
    "rav1e, --librav1e, /bin/true, --encoder librav1e",
    "rav1e, --metrics, metrics.csv, --encoder librav1e does",
    "librav1e, --photon-noise, 8, --encoder rav1e has it",
  })
  void anOptionOfTheOtherBackendIsRefused(String encoder, String option, String value, String words)
      throws IOException {
    Run run = run(Clips.small(FRAMES), scratch.resolve("none.ivf"), encoder);
    LeftJob.expectRefusal(run.and(option, value), 2, words);
  }

  private static Optional<ProcessHandle> helper(Running running) {
    return running.descendants().stream()
        .filter(process -> process.info().commandLine().orElse("").contains("librav1e.Helper"))
        .findFirst();
  }

  private static Outcome encode(Path film, Path output, String encoder, Object... more)
      throws IOException {
    return run(film, output, encoder).and(more).toEnd().expectCode(0);
  }

  private static Run run(Object film, Path output, String encoder) throws IOException {
    return IMAGE
        .run(film, "-o", output, "--encoder", encoder, "--speed", 10)
        .and("--splitter", "fixed", "--keyint", 10, "--min-keyint", 10, "--no-progress");
  }

  /// The version in the second line that a run prints.
  private static String version(Outcome outcome) {
    String line = outcome.stderr().lines().skip(1).findFirst().orElse("");
    assertTrue(line.contains("rav1e "), outcome::toString);
    return line.replaceAll("^\\S+ (\\d+[.]\\d+[.]\\d+).*", "$1");
  }
}
