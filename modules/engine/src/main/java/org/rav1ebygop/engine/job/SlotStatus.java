package org.rav1ebygop.engine.job;

import java.time.Duration;
import org.rav1ebygop.api.spi.Slot;

/// What a busy slot is doing.
///
/// @param frames of the GOP, or -1 while that is not known
/// @param sent frames the encoder has taken
/// @param received frames it has given back as packets
/// @param time since the lease began
public record SlotStatus(
    Slot slot, int gop, int attempt, int frames, long sent, long received, Duration time) {}
