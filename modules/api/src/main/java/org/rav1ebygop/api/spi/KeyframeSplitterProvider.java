package org.rav1ebygop.api.spi;

import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.VideoFormat;

/// Makes keyframe splitters.
public interface KeyframeSplitterProvider extends Provider {
  /// The settings with whatever they name outside of themselves, such as a file, read and put in
  /// its place: from here on frames and settings alone decide, in this run and in one that goes on
  /// with it. Called before [#open], which gets what this returned.
  ///
  /// @param frames of the source, or -1 while that is not known: a pipe
  /// @param limit most frames that will be used, from the first one; 1 or more
  /// @throws org.rav1ebygop.api.GopException of kind USAGE when a setting makes no sense, of kind
  ///   INPUT when it is not for a film of so many frames
  default SplitterSettings resolve(SplitterSettings settings, long frames, long limit) {
    return settings;
  }

  /// A splitter for one pass over one film.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind USAGE when a setting makes no sense
  KeyframeSplitter open(VideoFormat format, SplitterSettings settings);
}
