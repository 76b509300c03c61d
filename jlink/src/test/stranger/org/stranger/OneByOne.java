package org.stranger;

import org.rav1ebygop.api.*;
import org.rav1ebygop.api.spi.*;

/// Encodes one GOP at a time, the packets after the frames.
public final class OneByOne implements TransportProvider {
  @Override
  public String id() {
    return "one-by-one";
  }

  @Override
  public String description() {
    return "one slot here";
  }

  @Override
  public Transport open(Options options) {
    return new Transport() {
      private volatile GopEncoder running;

      @Override
      public void run(EncodeJob job, Leases leases, WorkerListener listener)
          throws InterruptedException {
        EncoderBackend backend = job.localBackend();
        if (!job.admit(backend.identity())) {
          throw GopException.environment("another encoder is needed", null);
        }
        listener.joined("stranger", 1);
        Slot slot = new Slot("stranger", 1);
        for (Lease lease = leases.take(slot); lease != null; lease = leases.take(slot)) {
          try (GopEncoder encoder = backend.encoder()) {
            running = encoder;
            lease.onRevoke(encoder::close);
            encode(lease, encoder);
            lease.complete(backend.identity());
          } catch (GopException e) {
            lease.end(LeaseEnd.failed(e, ""));
          }
        }
        listener.left("stranger", "");
      }

      private void encode(Lease lease, GopEncoder encoder) throws InterruptedException {
        Thread sender = Thread.ofPlatform().start(() -> send(lease, encoder));
        for (Packet packet = encoder.receive(); packet != null; packet = encoder.receive()) {
          lease.packet(packet);
        }
        sender.join();
      }

      private static void send(Lease lease, GopEncoder encoder) {
        try {
          for (Frame frame = lease.nextFrame(); frame != null; frame = lease.nextFrame()) {
            encoder.send(frame);
          }
          encoder.finish();
        } catch (GopException | InterruptedException e) {
          encoder.close();
        }
      }

      @Override
      public void close() {
        GopEncoder encoder = running;
        if (encoder != null) {
          encoder.close();
        }
      }
    };
  }
}
