package org.rav1ebygop.engine.job;

import java.time.Duration;

/// What a worker has done for a job.
///
/// @param worker as in [org.rav1ebygop.api.spi.Slot#worker]
/// @param present whether it is there
/// @param slots it offers, or offered when it was there; 0 when it never was
/// @param busy of these, encoding
/// @param gops it has finished
/// @param frames in these GOPs, and those that came back of unfinished ones
/// @param time in which at least one of its slots was encoding
/// @param failed attempts that came to nothing there
/// @param sent bytes that went to it over a network, or -1 when there is none
/// @param received bytes that came from it, or -1
/// @param reason why it left last, one line; empty when it is there or left in order
public record WorkerStatus(
    String worker,
    boolean present,
    int slots,
    int busy,
    int gops,
    long frames,
    Duration time,
    int failed,
    long sent,
    long received,
    String reason) {
  /// Frames per second while it was encoding.
  public double fps() {
    return time.isZero() ? 0 : frames / (time.toNanos() / 1e9);
  }
}
