package org.rav1ebygop.api;

import java.lang.foreign.MemorySegment;
import java.util.Locale;

/// One raw picture.
///
/// The bytes belong to whoever handed the frame out and may be unmapped or overwritten later; each
/// method that passes a frame on says until when it may be read. Nobody but the owner writes to it.
///
/// @param index position in the source, from 0
/// @param layout of `data`
/// @param data exactly `layout.frameBytes()` bytes
public record Frame(long index, FrameLayout layout, MemorySegment data) {
  /// @throws IllegalArgumentException when the size is not that of the layout
  public Frame {
    if (data.byteSize() != layout.frameBytes()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "frame %d has %d bytes, but %s needs %d",
              index,
              data.byteSize(),
              layout,
              layout.frameBytes()));
    }
  }

  /// The bytes of one plane, a slice of `data`: 0 is luma, 1 and 2 are chroma.
  public MemorySegment plane(int plane) {
    return data.asSlice(layout.planeOffset(plane), layout.planeBytes(plane));
  }
}
