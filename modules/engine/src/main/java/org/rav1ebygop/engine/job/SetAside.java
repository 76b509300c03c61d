package org.rav1ebygop.engine.job;

/// A GOP that was given up for this run.
///
/// @param gop its index
/// @param firstFrame its first frame
/// @param reason of the last attempt, one line
public record SetAside(int gop, long firstFrame, String reason) {}
