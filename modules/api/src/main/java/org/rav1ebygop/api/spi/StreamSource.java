package org.rav1ebygop.api.spi;

import java.lang.foreign.MemorySegment;

/// A source that only knows its next frame: a pipe. Used by one thread, but closed by any.
public non-sealed interface StreamSource extends VideoSource {
  /// Reads the next frame into memory of the caller. Waits for the producer.
  ///
  /// @param target exactly `format().layout().frameBytes()` bytes
  /// @return false when there was no further frame; `target` is then undefined
  /// @throws org.rav1ebygop.api.GopException of kind INPUT when the stream is damaged or ends
  ///   within a frame
  boolean read(MemorySegment target);
}
