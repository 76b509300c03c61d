package org.rav1ebygop.engine.job;

import java.time.Duration;

/// How long an encoder may make no progress, which is to take no frame and give no packet back,
/// before its lease is revoked and the attempt counts as failed. Time in which it is not the
/// encoder's turn does not count.
public sealed interface StallTimeout {
  /// As long as the pace of this job makes plausible.
  ///
  /// With `p` the longest pause so far that ended in progress, `n` the GOPs stored in this run, `m`
  /// the millions of pixels in a frame, and `k` the earlier attempts at the GOP that ended for this
  /// reason, it is `max(60 s, 10 p, (120 s + 240 s m) / 2^n) 2^k`.
  ///
  /// - While nothing is known, the slowest settings count: rav1e 0.7.1 at speed 0 with one thread
  ///   was seen to take 48 s per million pixels from its start to its first packet, and 19 s from
  ///   one packet to the next. The rest is for slower machines and richer samples.
  /// - A GOP may be many times harder than the ones before it: hence the factor, and the slow
  ///   descent.
  /// - An encoder that was ended wrongly must not be ended so again and again: hence `2^k`.
  record Automatic() implements StallTimeout {}

  /// Always the same.
  ///
  /// @param time more than zero
  record Fixed(Duration time) implements StallTimeout {}

  /// For ever.
  record Never() implements StallTimeout {}
}
