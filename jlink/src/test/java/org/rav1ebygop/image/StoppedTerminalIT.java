package org.rav1ebygop.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A terminal that takes nothing stops no film, and gets everything later.
@Tag("waits")
class StoppedTerminalIT {
  private static final Image IMAGE = Image.built();
  private static final String COMPLETE = "Complete and verified: 96 frames in, 96 out";

  @TempDir Path scratch;

  @Test
  void aFilmGoesOnWhileTheTerminalIsStopped() throws IOException {
    try (var film = new FilmOnTerminal(scratch, "-v " + FilmOnTerminal.here(scratch))) {
      expectCompleteWhileStopped(film);
    }
  }

  @Test
  void soDoesAFilmThatAWorkerEncodes() throws IOException {
    Path encoder = FilmOnTerminal.encoder(scratch);
    try (RunningWorker worker = RunningWorker.start(Map.of(), "--threads", 2, "--rav1e", encoder)) {
      Path workers = Files.writeString(scratch.resolve("workers.toml"), worker.toml(""));
      String options = "-v --stall-timeout off --no-local --workers " + workers;
      try (var film = new FilmOnTerminal(scratch, options)) {
        expectCompleteWhileStopped(film);
      }
    }
  }

  private static void expectCompleteWhileStopped(FilmOnTerminal film) throws IOException {
    film.awaitView();
    film.stopTerminal();
    List<String> before = film.terminal.lines();
    film.goOn();
    film.awaitResult("complete");
    assertEquals(8, film.count("stored"));
    assertEquals(before, film.terminal.lines());
    assertTrue(film.process().isAlive(), "it still has to say how it ended");
    film.terminal.press("C-q");
    film.terminal.await("the summary is there", StoppedTerminalIT::isComplete);
    List<String> lines = film.terminal.lines();
    assertTrue(lines.stream().noneMatch(FilmOnTerminal::isOfView), lines::toString);
    film.expectCode(0);
  }

  private static boolean isComplete(List<String> lines) {
    return lines.stream().anyMatch(line -> line.startsWith(COMPLETE));
  }

  @Test
  void aSignalEndsAFilmWhoseTerminalIsStopped() throws IOException {
    try (var film = new FilmOnTerminal(scratch, FilmOnTerminal.here(scratch))) {
      film.awaitView();
      film.stopTerminal();
      ProcessHandle process = film.process();
      new Run("kill", "-TERM", process.pid()).toEnd().expectCode(0);
      film.awaitResult("interrupted");
      FilmOnTerminal.awaitThat("it has ended", () -> !Running.isAlive(process));
      film.terminal.press("C-q");
      film.expectCodeBesideView(130);
    }
  }

  /// Nothing more is to be done than to say so: a signal changes nothing any more.
  @Test
  void aSignalEndsAFinishedFilmThatWaitsForItsTerminal() throws IOException {
    try (var film = new FilmOnTerminal(scratch, FilmOnTerminal.here(scratch))) {
      film.awaitView();
      film.stopTerminal();
      film.goOn();
      film.awaitResult("complete");
      ProcessHandle process = film.process();
      new Run("kill", "-TERM", process.pid()).toEnd().expectCode(0);
      FilmOnTerminal.awaitThat("it has ended", () -> !Running.isAlive(process));
      film.terminal.press("C-q");
      film.expectCodeBesideView(0);
    }
  }

  /// As a pager does that nobody pages on.
  @Test
  void aFilmGoesOnWhileNobodyReadsItsStandardError() throws IOException {
    String script =
        "mkfifo full; exec 3<>full; dd if=/dev/zero bs=65536 count=1 >&3 2>/dev/null; exec '%s' '%s'"
            .formatted(IMAGE.launcher(), Clips.small(96));
    try (Running film =
        new Run("sh", "-c", script + " -o out.ivf --speed 10 -v --json - 2>&3")
            .in(scratch)
            .start()) {
      film.awaitStdout("\"result\":\"complete\"");
      assertTrue(Files.exists(scratch.resolve("out.ivf")));
      assertTrue(Running.isAlive(film.handle()), "it still has to say how it ended");
      readUntil(scratch.resolve("full"), COMPLETE);
      film.await().expectCode(0);
    }
  }

  /// Events that nobody reads are given up at the end; those who read the text are told.
  @Test
  void aFilmGoesOnWhileNobodyReadsItsEvents() throws IOException {
    String script =
        "mkfifo full; exec 3<>full; dd if=/dev/zero bs=65536 count=1 >&3 2>/dev/null; exec '%s' '%s'"
            .formatted(IMAGE.launcher(), Clips.small(96));
    Outcome outcome =
        new Run("sh", "-c", script + " -o out.ivf --speed 10 --json full")
            .in(scratch)
            .toEnd()
            .expectCode(0);
    assertTrue(outcome.stderr().contains(COMPLETE), outcome::toString);
    assertTrue(
        outcome.stderr().contains("nobody reads the events from full; the last are lost"),
        outcome::toString);
  }

  /// Nor do its clients wait.
  @Test
  void aWorkerGoesOnWhileNobodyReadsItsLog() throws IOException {
    Path log = scratch.resolve("log");
    new Run("mkfifo", log).toEnd().expectCode(0);
    String start =
        "exec 3<>log; exec '%s' --ip 127.0.0.1 --port 0 --threads 2 -v 2>&3"
            .formatted(IMAGE.home().resolve("bin/rav1e-worker"));
    Run run =
        new Run("sh", "-c", start).with("SERVER_PASSWORD", RunningWorker.PASSWORD).in(scratch);
    try (Running process = run.start()) {
      String said = readUntil(log, "; rav1e");
      var worker = new RunningWorker(process, RunningWorker.port(said));
      fill(log);
      Path workers = Files.writeString(scratch.resolve("workers.toml"), worker.toml(""));
      Outcome film =
          IMAGE
              .run(Clips.small(96), "-o", scratch.resolve("out.ivf"), "--speed", 10)
              .and("--no-local", "--workers", workers)
              .toEnd()
              .expectCode(0);
      assertTrue(film.stderr().contains(COMPLETE), film::toString);
      process.signal("TERM");
      process.await().expectCode(0);
    }
  }

  /// Fills a pipe that somebody holds open, to its last byte.
  private static void fill(Path pipe) throws IOException {
    for (int bytes : new int[] {4096, 1}) {
      Outcome outcome =
          new Run("dd", "if=/dev/zero", "of=" + pipe, "bs=" + bytes, "oflag=nonblock").toEnd();
      assertTrue(outcome.stderr().contains("temporarily unavailable"), outcome::toString);
    }
  }

  /// The pipe has no end while somebody may write to it.
  private static String readUntil(Path pipe, String text) throws IOException {
    try (var in = Files.newInputStream(pipe)) {
      var read = new ByteArrayOutputStream();
      while (!read.toString(UTF_8).contains(text)) {
        read.write(in.readNBytes(1));
      }
      return read.toString(UTF_8);
    }
  }
}
