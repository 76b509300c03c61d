package org.rav1ebygop.engine.frames;

import java.lang.foreign.MemorySegment;

/// A frame that is not compressed.
///
/// @param data the whole frame
record RawFrame(HeldFrame frame, MemorySegment data) {}
