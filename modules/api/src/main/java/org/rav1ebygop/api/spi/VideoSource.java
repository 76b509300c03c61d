package org.rav1ebygop.api.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.FrameTimes;
import org.rav1ebygop.api.VideoFormat;

/// An opened video.
public sealed interface VideoSource extends AutoCloseable permits SeekableSource, StreamSource {
  /// The format of all frames.
  VideoFormat format();

  /// When frames are shown. Called once they are encoded; may read all of the input, but no frame.
  ///
  /// @param frames how many of them are used, from the first; 1 or more
  /// @return null when nothing is known but the frame rate of the format
  /// @throws org.rav1ebygop.api.GopException of kind INPUT when it cannot be told for so many
  default @Nullable FrameTimes times(long frames) {
    return null;
  }

  /// What users should know of how the input is read, such as what does not reach the frames; each
  /// is one line, and names neither the input nor ends with a full stop.
  default List<String> notes() {
    return List.of();
  }

  /// Ends all reading; frames handed out may no longer be read.
  @Override
  void close();
}
