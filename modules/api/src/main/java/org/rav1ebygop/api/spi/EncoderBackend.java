package org.rav1ebygop.api.spi;

import org.rav1ebygop.api.EncoderIdentity;

/// An encoder, ready to encode the GOPs of one job. Used by several threads at once.
public interface EncoderBackend extends AutoCloseable {
  /// What decides the bytes it makes.
  EncoderIdentity identity();

  /// An estimate of the memory that one [GopEncoder] takes while it works, in bytes, in whatever
  /// process that may be. It may change as encoders are seen at work.
  long memoryPerEncoder();

  /// Starts to encode one GOP: the first frame becomes a key frame, no other frame does.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind ENCODER when it does not start
  GopEncoder encoder();

  /// Closes what it holds; encoders that still run are closed too.
  @Override
  void close();
}
