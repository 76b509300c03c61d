package org.rav1ebygop.encoder.librav1e;

import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameQuality;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.GopEncoder;

/// An encoder whose packets come joined with their quality.
final class MeasuredEncoder implements GopEncoder {
  private final GopEncoder encoder;
  private volatile @Nullable FrameQuality quality;

  MeasuredEncoder(GopEncoder encoder) {
    this.encoder = encoder;
  }

  @Override
  public void send(Frame frame) {
    encoder.send(frame);
  }

  @Override
  public void finish() {
    encoder.finish();
  }

  @Override
  public @Nullable Packet receive() {
    Packet joined = encoder.receive();
    if (joined == null) {
      quality = null;
      return null;
    }
    Measured measured = Measured.split(joined);
    quality = measured.quality();
    return measured.packet();
  }

  @Override
  public @Nullable FrameQuality quality() {
    return quality;
  }

  @Override
  public String log() {
    return encoder.log();
  }

  @Override
  public void close() {
    encoder.close();
  }
}
