package org.rav1ebygop.engine.job;

import java.util.List;

/// A job at one moment.
///
/// @param frames of the film, or -1 while that is not known
/// @param analysed frames whose place in a GOP is decided
/// @param gops known so far
/// @param gopsStored of these, finished
/// @param framesDone frames in finished GOPs and in packets of unfinished ones
/// @param framesReused frames of finished GOPs that an earlier run made
/// @param bytes of the packets of these frames
/// @param slots busy ones, ordered
/// @param workers all that were ever heard of, this machine first, then by name
public record JobStatus(
    long frames,
    long analysed,
    int gops,
    int gopsStored,
    long framesDone,
    long framesReused,
    long bytes,
    List<SlotStatus> slots,
    List<WorkerStatus> workers) {}
