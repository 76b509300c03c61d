package org.rav1ebygop.child.encoder;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.GopEncoder;
import org.rav1ebygop.av1.IvfReader;
import org.rav1ebygop.av1.MalformedBitstreamException;
import org.rav1ebygop.child.process.ExitStatus;
import org.rav1ebygop.child.process.FramePipe;
import org.rav1ebygop.child.process.LogDrain;
import org.rav1ebygop.child.process.LogTail;
import org.rav1ebygop.child.process.ProcessTree;

/// One encoder process and the threads that read what it writes.
///
/// The first thing that goes wrong is what both callers are told; it also ends the process, so that
/// nobody waits for it any longer.
final class ChildEncoder implements GopEncoder {
  /// How long an end of the process may be in coming after a sign of it. Whoever closes its pipes
  /// ends within microseconds; the rest is for overloaded machines.
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(3);

  /// How long to wait for the end of the log of a process that has ended. It comes at once, unless
  /// another process holds it open.
  private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// After how many frames the memory it takes is looked at again.
  private static final int FRAMES_PER_LOOK = 32;

  /// Frames in multiples of the look-ahead after which it does not grow any more.
  private static final int FULL_GROWN = 2;

  private static final String CLOSED_EARLY = "closed its output before all frames were sent";

  private final ChildCommand command;
  private final Process process;
  private final MeasuredMemory memory;
  private final Consumer<ChildEncoder> onClose;
  private final Y4mPipe pipe;
  private final PacketQueue packets = new PacketQueue();
  private final LogTail log = new LogTail();
  private @Nullable Thread logDrain;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private volatile boolean finished;

  /// @param process started and untouched
  /// @param memory told what the process takes
  /// @param onClose told when this is closed; may be told more than once
  ChildEncoder(
      ChildCommand command,
      Process process,
      MeasuredMemory memory,
      Consumer<ChildEncoder> onClose) {
    this.command = command;
    this.process = process;
    this.memory = memory;
    this.onClose = onClose;
    this.pipe = new Y4mPipe(FramePipe.of(process), command.header());
  }

  /// Starts the threads.
  void start() {
    logDrain = LogDrain.start(command.name(), process, log);
    thread("packets").start(this::readPackets);
    var _ = process.onExit().thenAcceptAsync(this::ended, task -> thread("end").start(task));
  }

  @Override
  public void send(Frame frame) {
    FrameLayout layout = command.format().layout();
    if (!frame.layout().equals(layout)) {
      throw GopException.bug(
          String.format(
              Locale.ROOT, "frame %d is %s, not %s", frame.index(), frame.layout(), layout),
          null);
    }
    if (finished) {
      throw GopException.bug(
          String.format(Locale.ROOT, "frame %d after the end of its GOP", frame.index()), null);
    }
    packets.check();
    try {
      pipe.write(frame);
      if (sent.incrementAndGet() % FRAMES_PER_LOOK == 0) {
        lookAtMemory();
      }
    } catch (IOException e) {
      // The kernel's words for memory that a shortened file no longer backs.
      String hint = "Bad address".equals(e.getMessage()) ? " (was the source cut short?)" : "";
      throw fail(
          String.format(
              Locale.ROOT, "could not be given frame %d: %s%s", sent.get(), reason(e), hint),
          e,
          patience(e));
    }
  }

  @Override
  public void finish() {
    packets.check();
    try {
      pipe.writeHeader();
      lookAtMemory();
      finished = true;
      pipe.end();
    } catch (IOException e) {
      throw fail("could not be told the end of the GOP: " + reason(e), e, patience(e));
    }
  }

  @Override
  public @Nullable Packet receive() {
    try {
      return packets.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GopException.encoder("interrupted while waiting for a packet", e);
    }
  }

  @Override
  public String log() {
    return log.text();
  }

  @Override
  public void close() {
    packets.fail(GopException.encoder("the encoder was closed", null));
    ProcessTree.kill(process);
    pipe.abort();
    awaitLog();
    onClose.accept(this);
  }

  private void lookAtMemory() {
    memory.look(process.toHandle(), sent.get() >= (long) FULL_GROWN * command.lookahead());
  }

  private void readPackets() {
    var output = new EndNotingChannel(Channels.newChannel(process.getInputStream()));
    try (var reader = new IvfReader(output)) {
      readPackets(reader, output);
    } catch (IOException _) {
      // from closing what was read to its end or given up
    }
  }

  private void readPackets(IvfReader reader, EndNotingChannel output) {
    try {
      Packet packet;
      while ((packet = reader.next()) != null) {
        if (packet.index() != received.get()) {
          throw new MalformedBitstreamException(
              reader.position(),
              String.format(
                  Locale.ROOT,
                  "packet %d where packet %d belongs",
                  packet.index(),
                  received.get()));
        }
        received.incrementAndGet();
        if (!packets.put(packet)) {
          return;
        }
      }
      endOfPackets();
    } catch (IOException | RuntimeException e) {
      boolean early = output.ended() && !finished;
      String problem = early ? CLOSED_EARLY : "wrote no proper IVF: " + reason(e);
      fail(problem, e, output.ended() ? GRACE_NANOS : 0);
    } catch (InterruptedException e) {
      fail("was given up", e, 0);
    } catch (OutOfMemoryError e) {
      fail("wrote a packet for which this program has no memory", e, 0);
    }
  }

  private void endOfPackets() {
    boolean ended = ProcessTree.ended(process, GRACE_NANOS);
    if (!finished) {
      fail(CLOSED_EARLY, null, 0);
    } else if (!ended) {
      fail("closed its output but does not end", null, 0);
    } else if (process.exitValue() != 0 || received.get() != sent.get()) {
      fail("ended as if all were well", null, 0);
    } else {
      awaitLog();
      packets.complete();
    }
  }

  /// A process that ended with an error has failed, even when another one holds its pipes open.
  private void ended(Process self) {
    if (self.exitValue() != 0) {
      fail("failed", null, 0);
    }
  }

  /// Ends everything because of a problem, of which this may be but a sign.
  ///
  /// @param problem what the encoder did, for the case that it did not end with an error
  /// @param patience how long to wait for an exit code that says more, in nanoseconds
  /// @return what to throw
  private GopException fail(String problem, @Nullable Throwable cause, long patience) {
    if (packets.undecided()) {
      packets.fail(GopException.encoder(describe(problem, patience), cause));
    }
    ProcessTree.kill(process);
    pipe.abort();
    try {
      packets.check();
    } catch (GopException e) {
      return e;
    }
    return GopException.encoder(command.name() + " " + problem, cause);
  }

  private String describe(String problem, long patience) {
    String what = problem;
    if (ProcessTree.ended(process, patience)) {
      awaitLog();
      what = process.exitValue() == 0 ? problem : ExitStatus.describe(process.exitValue());
    }
    return String.format(
        Locale.ROOT,
        "%s %s, having made %d packets of %d frames%s",
        command.name(),
        what,
        received.get(),
        sent.get(),
        command.quote().suffix(log.text()));
  }

  private void awaitLog() {
    Thread drain = logDrain;
    if (drain != null) {
      LogDrain.await(drain, LAST_WORDS_NANOS);
    }
  }

  /// A pipe that breaks is a sign of an end that is about to come; an interrupt is not.
  private static long patience(IOException e) {
    return e instanceof ClosedByInterruptException ? 0 : GRACE_NANOS;
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private Thread.Builder thread(String role) {
    return Thread.ofPlatform().daemon().name(command.name() + " " + process.pid() + " " + role);
  }
}
