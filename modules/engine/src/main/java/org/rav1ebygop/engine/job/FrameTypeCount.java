package org.rav1ebygop.engine.job;

/// The frames of one type in a film.
///
/// @param type as users read it: `key`, `inter`, `intra only`, `switch`
/// @param frames how many are shown
/// @param bytes of the packets that show them, which may carry hidden frames too
/// @param quantizer average `base_q_idx` of the shown frames, 0–255
public record FrameTypeCount(String type, long frames, long bytes, double quantizer) {}
