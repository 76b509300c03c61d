package org.rav1ebygop.av1;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// What one temporal unit holds.
///
/// @param frames coded frames, hidden ones included
/// @param shownFrames frames that are shown, whether coded here or before; 1 in every unit of a
///   film without spatial layers
/// @param shownType type of the last shown frame, or null when none is shown
/// @param baseQIndex `base_q_idx` of the last shown frame, 0–255, or -1 when none is shown
/// @param keyFrame whether decoding can start here: a key frame is coded here and shown at once,
///   and its sequence header is in this unit
/// @param sequenceHeader the payload of the sequence header OBU, a slice of the unit, or null when
///   there is none
public record TemporalUnit(
    int frames,
    int shownFrames,
    @Nullable FrameType shownType,
    int baseQIndex,
    boolean keyFrame,
    @Nullable MemorySegment sequenceHeader) {}
