package org.rav1ebygop.api.spi;

import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.FrameTimes;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.VideoFormat;

/// What to mux, and where to.
public interface MuxRequest {
  /// The format of the film.
  VideoFormat format();

  /// Frames of the film, known before the first packet is written.
  long frameCount();

  /// What the film was made from, for muxers that take sound and subtitles from it.
  Input source();

  /// Options of the muxer.
  Options options();

  /// Where the container's bytes go, one after the other. The caller closes it, and makes it
  /// durable when it is a file.
  WritableByteChannel channel();

  /// The file behind [#channel], for muxers that have another program write it, or null when the
  /// film goes into a pipe.
  @Nullable Path file();

  /// When the frames are shown, or null when nothing is known but the frame rate. May take as long
  /// as reading all of the source; the same each time.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind INPUT when it cannot be told
  default @Nullable FrameTimes times() {
    return null;
  }
}
