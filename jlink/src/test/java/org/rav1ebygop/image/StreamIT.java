package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Films from pipes whose producer is faster or slower than the encoders.
@Tag("waits")
class StreamIT {
  private static final Image IMAGE = Image.built();

  /// More than fit into [#LITTLE].
  private static final int FRAMES = 240;

  /// Room for some 20 frames of 192x108 beside the program.
  private static final String LITTLE = "171500k";

  private static final long LITTLE_KIB = 171_500_000 / 1024;

  @TempDir static Path shared;
  private static byte[] film = {};
  private static byte[] expected = {};

  @TempDir Path scratch;

  @BeforeAll
  static void encodeFromAFile() throws IOException {
    Path output = shared.resolve("file.ivf");
    encode(Clips.small(FRAMES)).and("-o", output).toEnd().expectCode(0);
    expected = Files.readAllBytes(output);
    film = Files.readAllBytes(Clips.small(FRAMES));
  }

  @Test
  void aProducerFasterThanTheEncodersWaitsAndNothingGrows() throws IOException {
    try (Running running =
        encode("-").and("-o", output(), "--frame-memory", LITTLE, "-v").stdinOpen().start()) {
      running.stdin().write(film, 0, film.length - 1);
      running.stdin().flush();
      running.awaitStderr("GOP 1 (frames 60-119) done");
      long peak = peakKib(running.handle());
      assertTrue(peak < LITTLE_KIB, peak + " KiB were resident");
      running.stdin().write(film, film.length - 1, 1);
      running.stdin().close();
      Outcome outcome = running.await().expectCode(0);
      assertTrue(
          outcome
              .stderr()
              .contains("from a pipe; up to 172 MB for buffered frames and this program\n"),
          outcome::toString);
    }
    assertEquals(-1, Arrays.mismatch(expected, Files.readAllBytes(output())));
  }

  /// Whoever feeds the pipe has not begun and never does.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--memory lots",
        "--encoder-option a=b",
        "--splitter-option a=b",
        "--primaries BT1",
        "--frame-memory lots",
        "--threads 0",
        "--resume --overwrite",
      })
  void wrongUsageIsSaidBeforeAPipeIsRead(String words) throws IOException {
    Run run = IMAGE.run("-", "-o", output()).and((Object[]) words.split(" ", -1));
    try (Running running = run.stdinOpen().start()) {
      running.await().expectCode(2);
    }
  }

  /// No encoder takes a frame before the producer has delivered all of them.
  @Test
  void withADiskTheProducerNeverWaitsAndTheFilmIsTheSame() throws IOException {
    try (var gate = gate();
        Running running =
            encode("-")
                .and("-o", output(), "--frame-memory", LITTLE, "--tmp-input")
                .and("--rav1e", gatedEncoder())
                .stdinOpen()
                .start()) {
      running.stdin().write(film);
      running.stdin().flush();
      assertTrue(spillFiles(running.handle()) > 0, "no file has frames");
      assertEquals(0, namesIn(output().resolveSibling("out.ivf.gops"), "frames-"));
      open(gate);
      running.stdin().close();
      running.await().expectCode(0);
    }
    assertEquals(-1, Arrays.mismatch(expected, Files.readAllBytes(output())));
  }

  @Test
  void aDiskWithoutSpaceForFramesEndsTheRunWhichCanBeResumed() throws IOException {
    try (var _ = gate()) {
      Outcome outcome =
          new Run("sh", "-c", "ulimit -f 64; exec \"$@\"", "sh", IMAGE.launcher(), "-")
              .and("--speed", 10, "--splitter", "fixed", "--keyint", 60, "-o", output())
              .and("--frame-memory", LITTLE, "--tmp-input", "--rav1e", gatedEncoder())
              .stdin(Clips.small(FRAMES))
              .toEnd()
              .expectCode(5);
      String last = outcome.stderr().lines().toList().getLast();
      assertTrue(
          last.matches(
              ".*error: cannot keep frame \\d+ of the pipe in .*out.ivf.gops/frames-1.tmp: File too large; .*"),
          outcome::toString);
    }
    encode("-").and("-o", output()).stdin(Clips.small(FRAMES)).toEnd().expectCode(0);
    assertEquals(-1, Arrays.mismatch(expected, Files.readAllBytes(output())));
  }

  @Test
  void anEncoderStartsBeforeTheEndOfItsGopIsKnown() throws IOException {
    Path got = scratch.resolve("got");
    int frame = film.length / FRAMES;
    Path encoder =
        script("case $1 in --version | --help) exec REAL \"$@\" ;; esac\ntee GOT | REAL \"$@\"");
    try (Running running =
        encode("-").and("-o", output(), "--rav1e", encoder).stdinOpen().start()) {
      running.stdin().write(film, 0, 30 * frame);
      running.stdin().flush();
      running.awaitThat("the encoder has ten frames", () -> size(got) > 10L * frame);
      running.stdin().write(film, 30 * frame, film.length - 30 * frame);
      running.stdin().close();
      running.await().expectCode(0);
    }
    assertEquals(-1, Arrays.mismatch(expected, Files.readAllBytes(output())));
  }

  @Test
  void tooLittleMemoryIsRefusedInOneLine() throws IOException {
    Outcome outcome =
        encode("-")
            .and("-o", output(), "--frame-memory", "1M")
            .stdin(Clips.small(FRAMES))
            .toEnd()
            .expectCode(2);
    assertEquals(
        "rav1e-by-gop: error: --frame-memory 1M is too little for frames of 192x108 4:2:0 8 bit; it takes 171M or more\n",
        outcome.stderr());
  }

  /// GOPs of 60 frames.
  private static Run encode(Object input) {
    return IMAGE.run(input, "--speed", 10, "--splitter", "fixed", "--keyint", 60);
  }

  private Path output() {
    return scratch.resolve("out.ivf");
  }

  /// Encoders wait at it.
  private RandomAccessFile gate() throws IOException {
    Path gate = scratch.resolve("gate");
    new Run("mkfifo", gate).toEnd().expectCode(0);
    return new RandomAccessFile(gate.toFile(), "rw");
  }

  private static void open(RandomAccessFile gate) throws IOException {
    gate.writeBytes("\n".repeat(100));
  }

  /// The first run is the trial before the work begins.
  private Path gatedEncoder() throws IOException {
    return script(
        """
        case $1 in --version | --help) exec REAL "$@" ;; esac
        mkdir DIR/tried 2>/dev/null || read x <DIR/gate
        exec REAL "$@"
        """);
  }

  private Path script(String body) throws IOException {
    String real = new Run("sh", "-c", "command -v " + Tools.rav1e(IMAGE)).toEnd().stdout().strip();
    Path script =
        Files.writeString(
            scratch.resolve("encoder"),
            "#!/bin/sh\n"
                + body.replace("REAL", real)
                    .replace("GOT", scratch.resolve("got").toString())
                    .replace("DIR", scratch.toString()));
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private static long peakKib(ProcessHandle process) throws IOException {
    Path status = Path.of("/proc", "" + process.pid(), "status");
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findAny()
        .orElseThrow();
  }

  /// Files with frames that a process has open, and that have no name any more.
  private static long spillFiles(ProcessHandle process) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc", "" + process.pid(), "fd"))) {
      return files.filter(StreamIT::isSpillFile).count();
    }
  }

  private static boolean isSpillFile(Path link) {
    try {
      return Files.readSymbolicLink(link).toString().matches(".*/frames-\\d+\\.tmp \\(deleted\\)");
    } catch (IOException _) {
      return false;
    }
  }

  private static long namesIn(Path directory, String prefix) throws IOException {
    return Tools.names(directory).stream().filter(name -> name.startsWith(prefix)).count();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException _) {
      return 0;
    }
  }
}
