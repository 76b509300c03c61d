package org.rav1ebygop.encoder.librav1e;

import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.FrameQuality;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.GopEncoder;
import org.rav1ebygop.child.encoder.ForwardingEncoder;

/// An encoder whose packets come joined with their quality.
final class MeasuredEncoder extends ForwardingEncoder {
  private volatile @Nullable FrameQuality quality;

  MeasuredEncoder(GopEncoder encoder) {
    super(encoder);
  }

  @Override
  public @Nullable Packet receive() {
    Packet joined = super.receive();
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
}
