package org.rav1ebygop.protocol;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.FrameLayout;

/// A way to make frames smaller without loss while they travel. Used by several threads at once.
public interface FrameCoding {
  /// The name by which both sides agree on it: lower-case letters, digits and `-`. Another format
  /// of the bytes has another name.
  String name();

  /// Codes a frame.
  ///
  /// @param frame `layout.frameBytes()` bytes
  /// @return null when that would not be shorter than the frame
  byte @Nullable [] encode(FrameLayout layout, MemorySegment frame);

  /// Restores a frame from bytes that may be hostile.
  ///
  /// @param frame `layout.frameBytes()` bytes, all of which are written
  /// @throws org.rav1ebygop.api.GopException of kind ENCODER when `coded` is not what [#encode]
  ///   makes
  void decode(FrameLayout layout, byte[] coded, MemorySegment frame);
}
