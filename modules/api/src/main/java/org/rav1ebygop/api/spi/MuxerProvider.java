package org.rav1ebygop.api.spi;

import java.util.Set;

/// Makes muxers.
public interface MuxerProvider extends Provider {
  /// File name extensions it is chosen by, lower case, without the dot.
  Set<String> extensions();

  /// A muxer for one file or stream.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind USAGE when the container cannot hold such a
  ///   film, of kind ENVIRONMENT when a tool or space is missing
  Muxer open(MuxRequest request);
}
