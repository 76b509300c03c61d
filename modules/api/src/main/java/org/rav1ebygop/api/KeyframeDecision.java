package org.rav1ebygop.api;

/// Whether a frame starts a GOP.
///
/// @param frame index in the source
/// @param keyframe true when a GOP starts here
/// @param score how much the picture changes against the frame before, in units of the splitter's
///   threshold: 1 or more looks like a cut. NaN when the splitter does not look at pictures.
public record KeyframeDecision(long frame, boolean keyframe, double score) {}
