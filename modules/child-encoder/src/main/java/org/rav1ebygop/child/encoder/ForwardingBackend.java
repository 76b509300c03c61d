package org.rav1ebygop.child.encoder;

import java.util.function.UnaryOperator;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.GopEncoder;

/// A backend whose encoders do something besides.
///
/// @param backend that makes them
/// @param wrapping makes of each what it becomes
public record ForwardingBackend(EncoderBackend backend, UnaryOperator<GopEncoder> wrapping)
    implements EncoderBackend {
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
    return wrapping.apply(backend.encoder());
  }

  @Override
  public void close() {
    backend.close();
  }
}
