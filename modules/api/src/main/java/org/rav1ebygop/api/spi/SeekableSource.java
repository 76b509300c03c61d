package org.rav1ebygop.api.spi;

import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.SourceFingerprint;

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

  /// What the content is recognised by, cheap to make. Differs from an earlier one when the source
  /// was written to meanwhile; equal ones are taken for the same content without reading it.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind INPUT when it can no longer be read
  SourceFingerprint fingerprint();
}
