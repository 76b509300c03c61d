package org.rav1ebygop.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.rav1ebygop.testkit.Patience;

/// A program that has been started. A wait for something that never comes ends with a failure that
/// shows all it printed.
final class Running implements AutoCloseable {
  private static final Duration AGAIN = Duration.ofMillis(100);

  private final String command;
  private final Process process;
  private final Collector stdout;
  private final Collector stderr;

  Running(String command, Process process) {
    this.command = command;
    this.process = process;
    this.stdout = new Collector(process.getInputStream());
    this.stderr = new Collector(process.getErrorStream());
  }

  /// Where its stdin comes from, after [Run#stdinOpen].
  OutputStream stdin() {
    return process.getOutputStream();
  }

  /// The process that was started; a launch script that execs becomes the program.
  ProcessHandle handle() {
    return process.toHandle();
  }

  /// Its children and theirs, as of now.
  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  /// Waits until it has children, and returns them and theirs.
  List<ProcessHandle> awaitDescendants() {
    awaitThat("it has children", () -> !descendants().isEmpty());
    return descendants();
  }

  /// Sends a signal by its name without SIG, such as `TERM`.
  void signal(String name) throws IOException {
    signal(name, handle());
  }

  /// Sends a signal to any process, such as one of [#descendants].
  void signal(String name, ProcessHandle target) throws IOException {
    new Run("kill", "-" + name, target.pid()).toEnd().expectCode(0);
  }

  /// Sends a signal again and again until it has ended: one that follows another too soon may count
  /// as the same.
  Outcome signalUntilItEnds(String name) throws IOException, InterruptedException {
    long end = end();
    do {
      new Run("kill", "-" + name, process.pid()).toEnd();
    } while (!endsWithin(AGAIN) && System.nanoTime() < end);
    return await();
  }

  /// Whether a process runs. One that has ended may stand in the list of processes for as long as
  /// nobody asks how it ended.
  static boolean isAlive(ProcessHandle process) {
    Path stat = Path.of("/proc", "" + process.pid(), "stat");
    try {
      return process.isAlive() && !Files.readString(stat).matches("(?s).*\\) Z .*");
    } catch (IOException _) {
      return process.isAlive();
    }
  }

  /// Waits until its stderr contains a text.
  void awaitStderr(String text) {
    awaitText(stderr, text);
  }

  /// What it has printed to stderr so far.
  String stderrSoFar() {
    return new String(stderr.bytes(), UTF_8);
  }

  /// What it has printed to stdout so far.
  String stdoutSoFar() {
    return new String(stdout.bytes(), UTF_8);
  }

  /// Waits until its stdout contains a text.
  void awaitStdout(String text) {
    awaitText(stdout, text);
  }

  /// Waits until its stdout contains a text or is at its end.
  ///
  /// @return whether it contains the text
  boolean printsOrEnds(String text) throws InterruptedException {
    return stdout.await(text.getBytes(UTF_8), end());
  }

  /// Gives it time to end.
  ///
  /// @return whether it has ended
  boolean endsWithin(Duration time) throws InterruptedException {
    return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Waits until something holds.
  ///
  /// @param what it is, for the failure
  void awaitThat(String what, BooleanSupplier condition) {
    if (!Patience.awaits(condition, end())) {
      expire("never was it so: " + what);
    }
  }

  /// Waits for its end.
  Outcome await() {
    long end = end();
    try {
      if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        expire("did not end in time");
      }
      if (!stdout.awaitEnd(end) || !stderr.awaitEnd(end)) {
        expire("ended, but a child of it still holds its stdout or stderr");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return outcome(process.exitValue());
  }

  /// Ends it and all its children, if they still run.
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private void awaitText(Collector collector, String text) {
    try {
      if (!collector.await(text.getBytes(UTF_8), end())) {
        expire("never printed \"" + text + "\"");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Of a wait that begins now.
  private static long end() {
    return System.nanoTime() + Patience.LIMIT.toNanos();
  }

  private void expire(String what) {
    close();
    fail(what + "\n" + outcome(-1));
  }

  private Outcome outcome(int code) {
    return new Outcome(command, code, stdout.bytes(), stderr.bytes());
  }
}
