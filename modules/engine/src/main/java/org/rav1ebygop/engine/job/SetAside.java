package org.rav1ebygop.engine.job;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A GOP that was given up for this run.
///
/// @param gop its index
/// @param firstFrame its first frame
/// @param frames how many it has, or -1 when its end is not known
/// @param reason of the last attempt, one line
/// @param log what is known of the last attempt, a text file in the job directory, or null when it
///   could not be written
public record SetAside(int gop, long firstFrame, int frames, String reason, @Nullable Path log) {}
