package org.rav1ebygop.engine.frames;

import org.jspecify.annotations.Nullable;

/// A frame that a slot begins to read.
///
/// @param kept where the frame is
/// @param buffer to be filled from there; null when the frame can be read as it is
record Reading(HeldFrame frame, Kept kept, @Nullable ReadBuffer buffer) {}
