package org.rav1ebygop.child.film;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.StreamSource;
import org.rav1ebygop.child.process.ExitStatus;
import org.rav1ebygop.child.process.LogDrain;
import org.rav1ebygop.child.process.LogQuote;
import org.rav1ebygop.child.process.LogTail;
import org.rav1ebygop.child.process.ProcessTree;
import org.rav1ebygop.y4m.Y4mStream;

/// The frames that a child process writes to its standard output as y4m. It is complete when the
/// child has ended with exit code 0 after a whole frame.
public final class ChildFilm implements StreamSource {
  /// How long a child may take to end once it has closed its standard output, or to say why.
  private static final long END_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Command command;
  private final Process process;
  private final LogTail log;
  private final Thread logReader;
  private final Y4mStream frames;
  private long count;
  private volatile boolean closed;

  /// What to run.
  ///
  /// @param program its name, for messages
  /// @param line program and arguments
  /// @param input what it reads, as the user wrote it
  /// @param quote finds the reason of a failure in what it says on standard error
  /// @param complaints what to do about them, when all it says there is a fault of the input; empty
  ///   when it also says other things
  /// @param expectedFrames about how many there will be, or -1
  public record Command(
      String program,
      List<String> line,
      String input,
      LogQuote quote,
      String complaints,
      long expectedFrames) {
    /// Copies the list.
    public Command {
      line = List.copyOf(line);
    }
  }

  private ChildFilm(Command command, Process process) {
    this.command = command;
    this.process = process;
    this.log = new LogTail();
    this.logReader = LogDrain.start(command.program, process, log);
    try {
      this.frames = Y4mStream.open(command.input, Channels.newChannel(process.getInputStream()));
    } catch (GopException e) {
      throw reason(e);
    }
  }

  /// Starts the child and waits for the header.
  ///
  /// @throws GopException of kind INPUT when the child ends with an error or writes something else,
  ///   of kind ENVIRONMENT when it cannot be started or is ended by a signal
  public static ChildFilm start(Command command) {
    try {
      return ProcessTree.start(
          command.line,
          Map.of(),
          process -> {
            process.getOutputStream().close();
            return new ChildFilm(command, process);
          });
    } catch (IOException e) {
      throw GopException.environment(
          "%s cannot be started: %s".formatted(command.program, e.getMessage()), e);
    }
  }

  @Override
  public VideoFormat format() {
    return frames.format();
  }

  @Override
  public boolean read(MemorySegment target) {
    requireOpen();
    boolean more;
    try {
      more = frames.read(target);
    } catch (GopException e) {
      requireOpen();
      throw e.kind() == GopException.Kind.INPUT ? reason(e) : e;
    }
    requireOpen();
    if (!more) {
      requireGoodEnd();
    }
    requireNoComplaint();
    count += more ? 1 : 0;
    return more;
  }

  @Override
  public long expectedFrames() {
    return command.expectedFrames;
  }

  /// Ends the child with all it has started; a read that waits ends too.
  @Override
  public void close() {
    closed = true;
    ProcessTree.kill(process);
  }

  private void requireOpen() {
    if (closed) {
      throw new GopException(
          GopException.Kind.INTERRUPTED, command.input + ": reading was stopped", null);
    }
  }

  private void requireGoodEnd() {
    if (!ProcessTree.ended(process, END_NANOS)) {
      throw GopException.environment(
          String.format(
              Locale.ROOT,
              "%s has closed its output after %d frames of %s, but does not end",
              command.program,
              count,
              command.input),
          null);
    }
    LogDrain.await(logReader, END_NANOS);
    if (process.exitValue() != 0) {
      throw died(process.exitValue());
    }
  }

  private void requireNoComplaint() {
    if (!command.complaints.isEmpty()) {
      String said = command.quote.of(log.text());
      if (!said.isEmpty()) {
        throw GopException.input(
            String.format(
                Locale.ROOT,
                "%s: %s complains near frame %d: %s; %s",
                command.input,
                command.program,
                count,
                said,
                command.complaints));
      }
    }
  }

  /// Why there is no whole frame: how the child ended says more than where its output did.
  private GopException reason(GopException fault) {
    if (!ProcessTree.ended(process, END_NANOS)) {
      return fault;
    }
    LogDrain.await(logReader, END_NANOS);
    int exitCode = process.exitValue();
    return exitCode == 0 && command.quote.of(log.text()).isEmpty() ? fault : died(exitCode);
  }

  private GopException died(int exitCode) {
    String message =
        String.format(
            Locale.ROOT,
            "%s: %s %s after %d frames%s",
            command.input,
            command.program,
            ExitStatus.describe(exitCode),
            count,
            command.quote.suffix(log.text()));
    return ExitStatus.isSignal(exitCode)
        ? GopException.environment(message, null)
        : GopException.input(message);
  }
}
