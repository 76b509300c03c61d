package org.rav1ebygop.engine.frames;

import org.jspecify.annotations.Nullable;

/// A frame that a slot begins to read, for itself: each slot that reads a frame has one of its own.
final class Reading {
  final HeldFrame frame;

  /// Where the frame is.
  final Kept kept;

  /// To be filled from there; null when the frame can be read as it is.
  final @Nullable ReadBuffer buffer;

  Reading(HeldFrame frame, Kept kept, @Nullable ReadBuffer buffer) {
    this.frame = frame;
    this.kept = kept;
    this.buffer = buffer;
  }
}
