package org.rav1ebygop.api.spi;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.SourceFingerprint;

/// A source that only knows its next frame, such as a pipe. Used by one thread, but closed by any.
public non-sealed interface StreamSource extends VideoSource {
  /// Reads the next frame into memory of the caller. Waits for the producer.
  ///
  /// @param target exactly `format().layout().frameBytes()` bytes
  /// @return false when there was no further frame; `target` is then undefined
  /// @throws org.rav1ebygop.api.GopException of kind INPUT when the stream is damaged or ends
  ///   within a frame
  boolean read(MemorySegment target);

  /// What the content is recognised by when it can be read again from its beginning, cheap to make:
  /// a file whose frames are only known one after the other. Null for a pipe.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind INPUT when it can no longer be read
  default @Nullable SourceFingerprint fingerprint() {
    return null;
  }

  /// About how many frames there will be, 1 or more, for showing how far the work is; -1 when
  /// nobody knows.
  default long expectedFrames() {
    return -1;
  }
}
