package org.rav1ebygop.protocol;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Slows down those who try passwords: an address that gave wrong ones must wait, twice as long
/// each time.
final class Guard {
  private static final int FREE = 3;
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LAST = Duration.ofMinutes(1);

  /// Addresses that are remembered; those that failed longest ago are forgotten.
  private static final int ADDRESSES = 4096;

  private final Map<String, Failures> failures = new LinkedHashMap<>();

  private record Failures(int count, long until) {}

  /// How long an address has to wait, or zero.
  ///
  /// @param now of [System#nanoTime]
  Duration wait(String address, long now) {
    Failures known = failures.get(address);
    return known == null || known.until - now <= 0
        ? Duration.ZERO
        : Duration.ofNanos(known.until - now);
  }

  void failed(String address, long now) {
    Failures known = failures.remove(address);
    int count = known == null ? 1 : known.count + 1;
    failures.put(address, new Failures(count, now + penalty(count).toNanos()));
    if (failures.size() > ADDRESSES) {
      failures.remove(failures.keySet().iterator().next());
    }
  }

  void succeeded(String address) {
    failures.remove(address);
  }

  /// Addresses that are remembered.
  int size() {
    return failures.size();
  }

  private static Duration penalty(int count) {
    if (count <= FREE) {
      return Duration.ZERO;
    }
    Duration doubled = FIRST.multipliedBy(1L << Math.min(count - FREE - 1, 20));
    return doubled.compareTo(LAST) > 0 ? LAST : doubled;
  }
}
