package org.rav1ebygop.child.encoder;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.GopEncoder;
import org.rav1ebygop.child.process.ProcessTree;

/// Starts a process for each GOP, and ends those that still run when it is closed.
public final class ChildBackend implements EncoderBackend {
  private final ChildCommand command;
  private final EncoderIdentity identity;
  private final long memoryEstimate;
  private final MeasuredMemory memory = new MeasuredMemory(Path.of("/proc"));
  private final Set<ChildEncoder> running = new HashSet<>();

  @GuardedBy("running")
  private boolean closed;

  /// @param memoryEstimate bytes of one process, for as long as none was seen at work
  public ChildBackend(ChildCommand command, EncoderIdentity identity, long memoryEstimate) {
    this.command = command;
    this.identity = identity;
    this.memoryEstimate = memoryEstimate;
  }

  @Override
  public EncoderIdentity identity() {
    return identity;
  }

  @Override
  public long memoryPerEncoder() {
    return memory.bytes(memoryEstimate);
  }

  @Override
  public GopEncoder encoder() {
    synchronized (running) {
      if (closed) {
        throw GopException.encoder("the %s backend is closed".formatted(command.name()), null);
      }
      try {
        ChildEncoder encoder =
            ProcessTree.start(
                command.line(),
                command.environment(),
                process -> new ChildEncoder(command, process, memory, this::forget));
        running.add(encoder);
        startOrEnd(encoder);
        return encoder;
      } catch (IOException e) {
        throw GopException.encoder(command.name() + " does not start: " + e.getMessage(), e);
      }
    }
  }

  @Override
  public void close() {
    List<ChildEncoder> left;
    synchronized (running) {
      closed = true;
      left = List.copyOf(running);
    }
    left.forEach(ChildEncoder::close);
  }

  /// Leaves no process behind when there is no memory for its threads.
  private static void startOrEnd(ChildEncoder encoder) {
    try {
      encoder.start();
    } catch (RuntimeException | Error e) {
      encoder.close();
      throw e;
    }
  }

  private void forget(ChildEncoder encoder) {
    synchronized (running) {
      running.remove(encoder);
    }
  }
}
