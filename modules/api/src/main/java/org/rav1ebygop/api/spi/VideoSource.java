package org.rav1ebygop.api.spi;

import org.rav1ebygop.api.VideoFormat;

/// An opened video.
public sealed interface VideoSource extends AutoCloseable permits SeekableSource, StreamSource {
  /// The format of all frames.
  VideoFormat format();

  /// Ends all reading; frames handed out may no longer be read.
  @Override
  void close();
}
