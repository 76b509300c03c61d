package org.rav1ebygop.engine.lease;

import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.spi.Slot;

/// What a lease is about.
///
/// @param attempt number of this attempt at the GOP, from 1
/// @param stalls earlier attempts at it that made no progress
/// @param identity the film is encoded by
/// @param number among all leases of the job, in the order in which they were given
/// @param copy whether another slot was at the GOP when it was given
/// @param alone whether the worker encodes nothing else meanwhile, because the GOP is suspect
record Claim(
    int gop,
    long firstFrame,
    int attempt,
    int stalls,
    Slot slot,
    EncoderIdentity identity,
    long number,
    boolean copy,
    boolean alone) {}
