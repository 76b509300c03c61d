package org.rav1ebygop.decoder.dav1d;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.testkit.Patience;

/// Programs in the place of dav1d that fail in their own ways. Each writes a frame of 2x2 samples.
@Tag("waits")
class BadDav1dTest {
  private static final String FRAME = "printf 'YUV4MPEG2 W2 H2 F25:1 C420jpeg\\nFRAME\\nabcdef'; ";
  private static final Duration SOON = Duration.ofMillis(600);

  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          exit 3                              | exit code 3
          echo 'no good' >&2                  | no good
          echo 'no good' >&2; exit 1          | no good
          echo; printf 'more' >&2             | more
          printf 'FRAME\\nabc'                | no whole frame 1
          printf 'garbage\\nabc'              | no whole frame 1
          kill -SEGV $$                       | exit code 139
          """)
  void whatGoesWrongAfterAFrameIsTold(String end, String told) throws IOException {
    GopException failure = assertThrows(GopException.class, () -> readAll(FRAME + end));
    assertEquals(GopException.Kind.INPUT, failure.kind());
    assertTrue(failure.getMessage().contains(told), failure.getMessage());
    assertEquals(1, failure.getMessage().lines().count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kill -9 $$                                                 | exit code 137
          echo 'no libdav1d' >&2; exit 127                           | no libdav1d
          echo 'Error decoding frame: Cannot allocate memory' >&2    | Cannot allocate memory
          """)
  void whatIsNotTheFilmsFaultIsTheEnvironments(String end, String told) {
    GopException failure = assertThrows(GopException.class, () -> readAll(FRAME + end));
    assertEquals(GopException.Kind.ENVIRONMENT, failure.kind());
    assertTrue(failure.getMessage().contains(told), failure.getMessage());
  }

  @Test
  void aStoppedProcessIsEnded() throws IOException {
    Process process = start(FRAME + ">written; kill -STOP $$");
    awaitFile("written");
    try (var decoder = new Dav1dDecoder(process, SOON)) {
      GopException failure = assertThrows(GopException.class, () -> readAll(decoder));
      assertEquals(GopException.Kind.ENVIRONMENT, failure.kind());
      assertTrue(failure.getMessage().contains("made no progress"), failure.getMessage());
    }
    assertFalse(process.isAlive());
  }

  @Test
  void whatTheLoaderSaysOfAPreloadIsNoComplaint() throws IOException {
    readAll(FRAME + "echo \"ERROR: ld.so: object 'x.so' cannot be preloaded: ignored.\" >&2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "echo 'YUV4MPEG2 W2 H2 Cmono'", "echo hello", "exit 1"})
  void whatIsNoPictureIsTold(String body) {
    GopException failure = assertThrows(GopException.class, () -> readAll(body));
    assertEquals(GopException.Kind.INPUT, failure.kind(), failure.getMessage());
  }

  /// It hangs together with a process it started, which holds the pipes open.
  @ParameterizedTest
  @ValueSource(strings = {"", "printf 'FRAME\\nabc'; "})
  void aHangingProcessIsEndedWithItsTree(String before) throws IOException {
    Process process = start(FRAME + before + "sleep 1000 & echo $! >new; mv new pid; wait");
    awaitFile("pid");
    GopException failure;
    try (var decoder = new Dav1dDecoder(process, SOON)) {
      failure = assertThrows(GopException.class, () -> readAll(decoder));
    }
    assertEquals(GopException.Kind.ENVIRONMENT, failure.kind());
    assertTrue(failure.getMessage().contains("made no progress"), failure.getMessage());
    long child = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    assertFalse(ProcessHandle.of(child).map(BadDav1dTest::runs).orElse(false));
    assertFalse(process.isAlive());
  }

  /// Once the watchdog with the longer limit has acted, the one nobody waits at has had its time.
  @Test
  void timeInWhichNobodyWaitsDoesNotCount() throws InterruptedException {
    var acted = new CountDownLatch(1);
    var idle = new Watchdog(Duration.ofMillis(60), () -> {});
    idle.start("idle");
    var busy = new Watchdog(Duration.ofMillis(300), acted::countDown);
    busy.waiting();
    busy.start("busy");
    acted.await();
    assertTrue(busy.barked());
    assertFalse(idle.barked());
    idle.end();
  }

  @Test
  void theLibraryBesideTheProgramIsUsed() throws IOException {
    Path program = script("echo $LD_LIBRARY_PATH | grep -q \"^$PWD\" && echo 1.2.3");
    Files.createFile(folder.resolve("libdav1d.so.7"));
    var availability = new Dav1dProvider().availability(path(program));
    var found = assertInstanceOf(Availability.Available.class, availability);
    assertEquals("dav1d 1.2.3 at " + program, found.detail());
  }

  /// An empty element of the search path is the current folder, where anybody may have put a
  /// library.
  @Test
  void noLibraryIsLookedForInTheCurrentFolder() throws IOException {
    Path program = script("case \":$LD_LIBRARY_PATH:\" in *::*) exit 1;; esac; echo 1.2.3");
    Files.createFile(folder.resolve("libdav1d.so.7"));
    var availability = new Dav1dProvider().availability(path(program));
    assertInstanceOf(Availability.Available.class, availability);
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo 0.9.2", "echo I am something else", "exit 1", "true"})
  void whatIsNoDav1dIsNotUsed(String body) throws IOException {
    var availability = new Dav1dProvider().availability(path(script(body)));
    var reason = assertInstanceOf(Availability.Unavailable.class, availability).reason();
    assertEquals(1, reason.lines().count());
    assertTrue(reason.contains("dav1d 1.0 or newer"), reason);
  }

  @Test
  void aMissingDav1dIsTheEnvironmentsFault() {
    Options options = path(folder.resolve("none"));
    var provider = new Dav1dProvider();
    assertInstanceOf(Availability.Unavailable.class, provider.availability(options));
    var failure =
        assertThrows(GopException.class, () -> provider.open(folder, "ivf", options).close());
    assertEquals(GopException.Kind.ENVIRONMENT, failure.kind());
  }

  private void readAll(String body) throws IOException {
    try (var decoder = new Dav1dDecoder(start(body), Watchdog.LIMIT)) {
      readAll(decoder);
    }
  }

  private static void readAll(Dav1dDecoder decoder) {
    MemorySegment frame = MemorySegment.ofArray(new byte[(int) decoder.layout().frameBytes()]);
    while (decoder.read(frame)) {
      assertEquals('a', frame.asByteBuffer().get(0));
    }
  }

  private Process start(String body) throws IOException {
    return new Dav1d(script(body)).start(List.of(), started -> started);
  }

  private Path script(String body) throws IOException {
    Path script =
        Files.writeString(
            folder.resolve("dav1d"), "#!/bin/sh\ncd '%s'\n%s\n".formatted(folder, body));
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private static Options path(Path program) {
    return Options.NONE.with("path", program.toString());
  }

  /// What the process has written by then is there at once: only its silence takes time.
  private void awaitFile(String name) {
    Patience.until(name + " is there", () -> Files.exists(folder.resolve(name)));
  }

  private static boolean runs(ProcessHandle handle) {
    return handle.isAlive() && handle.info().command().isPresent();
  }
}
