package org.rav1ebygop.protocol;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.api.spi.GopEncoder;
import org.rav1ebygop.testkit.RecordedEncoder;

/// A recorded encoder that takes its time for each packet, as on a processor of its own.
///
/// @param each time for a packet
record PacedEncoder(Duration each) implements EncoderBackendProvider {
  @Override
  public String id() {
    return RecordedEncoder.IDENTITY.backend();
  }

  @Override
  public String description() {
    return "replays a recording, slowly";
  }

  @Override
  public EncoderBackend open(VideoFormat format, EncoderSettings settings) {
    // Each with a recorded encoder of its own, which ends all that it has started when it is
    // closed.
    return new Backend(new RecordedEncoder().open(format, settings));
  }

  private final class Backend implements EncoderBackend {
    private final EncoderBackend recorded;

    Backend(EncoderBackend recorded) {
      this.recorded = recorded;
    }

    @Override
    public EncoderIdentity identity() {
      return recorded.identity();
    }

    @Override
    public long memoryPerEncoder() {
      return recorded.memoryPerEncoder();
    }

    @Override
    public GopEncoder encoder() {
      return new Paced(recorded.encoder());
    }

    @Override
    public void close() {
      recorded.close();
    }
  }

  private final class Paced implements GopEncoder {
    private final GopEncoder recorded;

    Paced(GopEncoder recorded) {
      this.recorded = recorded;
    }

    @Override
    public void send(Frame frame) {
      recorded.send(frame);
    }

    @Override
    public void finish() {
      recorded.finish();
    }

    @Override
    public @Nullable Packet receive() {
      LockSupport.parkNanos(each.toNanos());
      return recorded.receive();
    }

    @Override
    public void close() {
      recorded.close();
    }
  }
}
