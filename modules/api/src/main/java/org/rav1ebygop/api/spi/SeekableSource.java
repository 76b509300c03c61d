package org.rav1ebygop.api.spi;

import org.rav1ebygop.api.Frame;

/// A source that reads any frame by its index, from several threads at once.
public non-sealed interface SeekableSource extends VideoSource {
  /// Frames in the source, 1 or more. Each of them can be read.
  long frameCount();

  /// A frame; readable until the source is closed. Costs no copy where the source allows.
  ///
  /// @param index 0 to `frameCount() - 1`
  /// @throws IndexOutOfBoundsException when there is no such frame
  /// @throws org.rav1ebygop.api.GopException of kind INPUT when it can no longer be read
  Frame frame(long index);

  /// A hint that a frame was read and will not be read again soon. A source whose frames take
  /// memory once they are read may let go of it; the frame stays readable all the same, at the cost
  /// of being fetched anew. Called by any thread, also while another one reads the frame.
  ///
  /// @param index of a frame that was handed out
  default void release(long index) {}

  /// A name for the content that changes when the content does, cheap to make: size, time of change
  /// and a digest of some of the bytes. For recognising the source of an interrupted job.
  String fingerprint();
}
