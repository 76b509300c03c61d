package org.rav1ebygop.transport.local;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameQuality;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.ToolUse;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.GopEncoder;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.LeaseEnd;

/// Encodes the GOP of one lease: this thread receives packets, a second one sends frames.
final class LeasedEncode {
  private static final String BACKEND = "the encoder backend";

  private final Lease lease;
  private final EncoderBackend encoders;
  private final AtomicReference<@Nullable GopException> sendFailure = new AtomicReference<>();
  private volatile boolean framesFailed;

  LeasedEncode(Lease lease, EncoderBackend encoders) {
    this.lease = lease;
    this.encoders = encoders;
  }

  /// Returns when the lease has ended, one way or the other, and the encoder with it.
  ///
  /// @param running knows the encoder while it runs, and may close it
  void run(RunningEncoders running) throws InterruptedException {
    GopEncoder encoder;
    try {
      encoder = encoders.encoder();
    } catch (RuntimeException | Error e) {
      lease.end(LeaseEnd.failed(failure(BACKEND, e), ""));
      return;
    }
    try (encoder;
        RunningEncoders.Entry _ = running.enter(encoder)) {
      lease.onRevoke(encoder::close);
      encode(encoder);
      lease.complete(encoders.identity());
    } catch (InterruptedException e) {
      lease.end(RunningEncoders.CLOSED);
      throw e;
    } catch (RuntimeException | Error e) {
      lease.end(
          running.isClosed()
              ? RunningEncoders.CLOSED
              : LeaseEnd.failed(failure(BACKEND, e), log(encoder)));
    }
  }

  /// @param what failed, if it is neither the encoder nor the lease that says so
  private static GopException failure(String what, Throwable e) {
    return switch (e) {
      case GopException known -> known;
      case OutOfMemoryError _ ->
          GopException.environment("there is no memory to encode with: " + e.getMessage(), e);
      default -> GopException.bug(what + " failed: " + e, e);
    };
  }

  /// A backend that has failed in one thing may fail in this too.
  private static String log(GopEncoder encoder) {
    try {
      return encoder.log();
    } catch (RuntimeException e) {
      return "its log cannot be had: " + e;
    }
  }

  private void encode(GopEncoder encoder) throws InterruptedException {
    Thread sender =
        Thread.ofPlatform()
            .name(Thread.currentThread().getName() + " sender")
            .daemon()
            .start(() -> send(encoder));
    try {
      for (Packet packet = encoder.receive(); packet != null; packet = encoder.receive()) {
        lease.packet(packet);
        FrameQuality quality = encoder.quality();
        if (quality != null) {
          lease.quality(quality);
        }
      }
      ToolUse tools = encoder.tools();
      if (tools != null) {
        lease.tools(tools);
      }
    } catch (GopException e) {
      end(encoder, sender);
      throw cause(e);
    } catch (RuntimeException | Error e) {
      end(encoder, sender);
      throw e;
    }
    sender.join();
    GopException failed = sendFailure.get();
    if (failed != null) {
      throw failed;
    }
  }

  private static void end(GopEncoder encoder, Thread sender) throws InterruptedException {
    encoder.close();
    sender.interrupt();
    sender.join();
  }

  /// Why it really failed: when frames could not be had, the encoder's end is only the consequence.
  private GopException cause(GopException received) {
    GopException sent = sendFailure.get();
    return sent != null && (framesFailed || sent.kind() != GopException.Kind.ENCODER)
        ? sent
        : received;
  }

  private void send(GopEncoder encoder) {
    try {
      for (Frame frame = nextFrame(); frame != null; frame = nextFrame()) {
        encoder.send(frame);
      }
      encoder.finish();
    } catch (InterruptedException _) {
      encoder.close();
    } catch (RuntimeException | Error e) {
      sendFailure.set(failure("sending frames", e));
      encoder.close();
    }
  }

  private @Nullable Frame nextFrame() throws InterruptedException {
    try {
      return lease.nextFrame();
    } catch (GopException e) {
      framesFailed = true;
      throw e;
    }
  }
}
