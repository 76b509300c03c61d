package org.rav1ebygop.transport.local;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.GopEncoder;
import org.rav1ebygop.api.spi.Lease;

/// Encodes the GOP of one lease: this thread receives packets, a second one sends frames.
final class LeasedEncode {
  private final Lease lease;
  private final EncoderBackend encoders;
  private final AtomicReference<@Nullable GopException> sendFailure = new AtomicReference<>();

  LeasedEncode(Lease lease, EncoderBackend encoders) {
    this.lease = lease;
    this.encoders = encoders;
  }

  /// Returns when the lease has ended, one way or the other, and the encoder with it.
  void run() throws InterruptedException {
    try (GopEncoder encoder = encoders.encoder()) {
      lease.onRevoke(encoder::close);
      encode(encoder);
      lease.complete(encoders.identity());
    } catch (GopException e) {
      lease.fail(e);
    } catch (RuntimeException e) {
      lease.fail(GopException.bug("the encoder backend failed: " + e, e));
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
      }
    } catch (RuntimeException e) {
      encoder.close();
      sender.interrupt();
      sender.join();
      throw cause(e);
    }
    sender.join();
    GopException failed = sendFailure.get();
    if (failed != null) {
      throw failed;
    }
  }

  /// Why it really failed: when frames could not be had, the encoder's end is only the consequence.
  private RuntimeException cause(RuntimeException received) {
    GopException sent = sendFailure.get();
    return sent != null && sent.kind() != GopException.Kind.ENCODER ? sent : received;
  }

  private void send(GopEncoder encoder) {
    try {
      for (Frame frame = lease.nextFrame(); frame != null; frame = lease.nextFrame()) {
        encoder.send(frame);
      }
      encoder.finish();
    } catch (GopException e) {
      sendFailure.set(e);
      encoder.close();
    } catch (InterruptedException _) {
      encoder.close();
    } catch (RuntimeException e) {
      sendFailure.set(GopException.bug("sending frames failed: " + e, e));
      encoder.close();
    }
  }
}
