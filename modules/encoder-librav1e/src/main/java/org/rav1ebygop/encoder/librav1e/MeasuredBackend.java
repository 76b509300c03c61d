package org.rav1ebygop.encoder.librav1e;

import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.GopEncoder;

/// A backend whose encoders measure.
///
/// @param backend whose packets come joined with their quality
record MeasuredBackend(EncoderBackend backend) implements EncoderBackend {
  @Override
  public EncoderIdentity identity() {
    return backend.identity();
  }

  @Override
  public long memoryPerEncoder() {
    return backend.memoryPerEncoder();
  }

  @Override
  public GopEncoder encoder() {
    return new MeasuredEncoder(backend.encoder());
  }

  @Override
  public void close() {
    backend.close();
  }
}
