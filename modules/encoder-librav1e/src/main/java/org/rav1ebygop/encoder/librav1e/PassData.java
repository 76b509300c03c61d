package org.rav1ebygop.encoder.librav1e;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// What a first pass has found, for a second one over the same frames with the same settings.
///
/// @param summary of the whole
/// @param frames one after the other
record PassData(MemorySegment summary, List<MemorySegment> frames) {}
