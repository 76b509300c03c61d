package org.rav1ebygop.api.spi;

import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.VideoFormat;

/// Makes keyframe splitters.
public interface KeyframeSplitterProvider extends Provider {
  /// A splitter for one pass over one film.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind USAGE when a setting makes no sense
  KeyframeSplitter open(VideoFormat format, SplitterSettings settings);
}
