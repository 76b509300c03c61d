package org.rav1ebygop.encoder.rav1e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.GopEncoder;

/// Starts a rav1e for each GOP, and ends those that still run when it is closed.
final class Rav1eBackend implements EncoderBackend {
  private final EncodeCommand command;
  private final EncoderIdentity identity;
  private final MeasuredMemory memory = new MeasuredMemory(Path.of("/proc"));
  private final Set<Rav1eEncoder> running = new HashSet<>();
  private boolean closed;

  Rav1eBackend(EncodeCommand command) {
    this.command = command;
    this.identity = command.identity();
  }

  @Override
  public EncoderIdentity identity() {
    return identity;
  }

  @Override
  public long memoryPerEncoder() {
    return memory.bytes(MemoryEstimate.bytes(command.format().layout(), command.lookahead()));
  }

  @Override
  public GopEncoder encoder() {
    synchronized (running) {
      if (closed) {
        throw GopException.encoder("the rav1e backend is closed", null);
      }
      try {
        Process process = ProcessTree.start(command.line());
        var encoder = new Rav1eEncoder(command, process, memory, this::forget);
        running.add(encoder);
        startOrEnd(encoder);
        return encoder;
      } catch (IOException e) {
        throw GopException.encoder("rav1e does not start: " + e.getMessage(), e);
      }
    }
  }

  @Override
  public void close() {
    List<Rav1eEncoder> left;
    synchronized (running) {
      closed = true;
      left = List.copyOf(running);
    }
    left.forEach(Rav1eEncoder::close);
  }

  /// Leaves no process behind when there is no memory for its threads.
  private static void startOrEnd(Rav1eEncoder encoder) {
    try {
      encoder.start();
    } catch (RuntimeException | Error e) {
      encoder.close();
      throw e;
    }
  }

  private void forget(Rav1eEncoder encoder) {
    synchronized (running) {
      running.remove(encoder);
    }
  }
}
