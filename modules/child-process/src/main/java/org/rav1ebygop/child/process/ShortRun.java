package org.rav1ebygop.child.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A program run to its end within a time limit, its output kept up to a bound.
///
/// @param exitCode null when the time was up; then it has been killed
/// @param output what it wrote on standard output, up to the bound
/// @param log the end of what it wrote on standard error
public record ShortRun(@Nullable Integer exitCode, String output, String log) {
  /// Bytes of standard output that are kept, unless told otherwise. A program that writes more
  /// waits, until its time is up.
  public static final int MAX_OUTPUT = 1 << 18;

  /// Runs a program.
  ///
  /// @param command program and arguments
  /// @param environment as [ProcessTree#start] takes it
  /// @param input what it gets on standard input; read by a thread of its own
  /// @throws IOException when it cannot be started
  public static ShortRun of(
      List<String> command, Map<String, String> environment, InputStream input, Duration limit)
      throws IOException {
    return of(command, environment, input, limit, MAX_OUTPUT);
  }

  /// Runs a program that may write more than others.
  ///
  /// @param most bytes of standard output that are kept
  /// @throws IOException when it cannot be started
  public static ShortRun of(
      List<String> command,
      Map<String, String> environment,
      InputStream input,
      Duration limit,
      int most)
      throws IOException {
    return ProcessTree.start(command, environment, process -> run(process, input, limit, most));
  }

  private static ShortRun run(Process process, InputStream input, Duration limit, int most) {
    var output = new StringBuilder();
    var log = new LogTail();
    Thread outputReader =
        Thread.ofPlatform()
            .daemon()
            .start(() -> readOutput(process.getInputStream(), output, most));
    Thread logReader = LogDrain.start("short run", process, log);
    Thread.ofPlatform().daemon().start(() -> feed(process.getOutputStream(), input));
    long deadline = System.nanoTime() + limit.toNanos();
    boolean ended = ProcessTree.ended(process, limit.toNanos());
    if (ended) {
      LogDrain.await(outputReader, deadline - System.nanoTime());
      LogDrain.await(logReader, deadline - System.nanoTime());
    }
    ProcessTree.kill(process);
    synchronized (output) {
      return new ShortRun(ended ? process.exitValue() : null, output.toString(), log.text());
    }
  }

  private static void feed(OutputStream stdin, InputStream input) {
    try (stdin) {
      input.transferTo(stdin);
    } catch (IOException _) {
      // it did not want to read that; its exit code tells more
    }
  }

  private static void readOutput(InputStream stdout, StringBuilder output, int most) {
    try {
      String text = new String(stdout.readNBytes(most), StandardCharsets.UTF_8);
      synchronized (output) {
        output.append(text);
      }
    } catch (IOException _) {
      // closed because the time was up
    }
  }
}
