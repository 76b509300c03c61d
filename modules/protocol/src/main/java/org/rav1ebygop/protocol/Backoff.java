package org.rav1ebygop.protocol;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next attempt to connect: twice as long each time, within limits, and
/// by chance up to half of it less, so that many clients do not come at once.
final class Backoff {
  private final Duration first;
  private final Duration last;
  private final RandomGenerator random;
  private Duration next;

  Backoff(Duration first, Duration last, RandomGenerator random) {
    this.first = first;
    this.last = last;
    this.random = random;
    this.next = first;
  }

  Duration next() {
    Duration whole = next;
    next = next.multipliedBy(2).compareTo(last) > 0 ? last : next.multipliedBy(2);
    return whole.minus(Duration.ofNanos(random.nextLong(whole.toNanos() / 2 + 1)));
  }

  void reset() {
    next = first;
  }

  /// A connection ended that lasted so long. One that lasted as long as the longest wait was a good
  /// one: what it had under way is waiting to be resumed.
  void lasted(Duration time) {
    if (time.compareTo(last) >= 0) {
      reset();
    }
  }
}
