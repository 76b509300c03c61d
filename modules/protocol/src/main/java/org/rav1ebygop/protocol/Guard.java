package org.rav1ebygop.protocol;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Slows down those who try passwords: a peer that gave wrong ones must wait, twice as long each
/// time. Where peers choose their names themselves, all new names together must wait as well, but
/// not those that have proven the password before.
final class Guard {
  private static final int FREE = 3;
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LAST = Duration.ofMinutes(1);

  /// Wrong passwords of new names: so many at once, and one more after each such time.
  private static final int CROWD_FREE = 20;

  private static final Duration CROWD_EACH = Duration.ofSeconds(1);

  /// Peers that are remembered; those of which nothing was heard for longest are forgotten.
  private static final int PEERS = 4096;

  private final Map<String, Failures> failures = new LinkedHashMap<>();
  private final Map<String, Crowd> crowds = new LinkedHashMap<>();

  private record Failures(int count, long until) {}

  /// Peers that choose their names themselves.
  private static final class Crowd {
    private final Set<String> known = new LinkedHashSet<>();

    /// When all wrong passwords of new names will have been waited for.
    private long paid;
  }

  /// How long a peer has to wait, or zero.
  ///
  /// @param now of [System#nanoTime]
  Duration wait(Carrier peer, long now) {
    String name = PeerGroup.of(peer.peer());
    Failures own = failures.get(name);
    long until = own == null ? now : own.until;
    Crowd crowd = crowds.get(peer.crowd());
    if (crowd != null && !crowd.known.contains(name)) {
      long free = CROWD_EACH.multipliedBy(CROWD_FREE - 1).toNanos();
      until = until - now > crowd.paid - free - now ? until : crowd.paid - free;
    }
    return Duration.ofNanos(Math.max(0, until - now));
  }

  /// The same as one line, or null when it need not wait.
  @Nullable String refusal(Carrier peer, long now) {
    Duration wait = wait(peer, now);
    return wait.isZero()
        ? null
        : String.format(
            Locale.ROOT,
            "too many wrong passwords; try again in %d s",
            wait.plusMillis(999).toSeconds());
  }

  void failed(Carrier peer, long now) {
    String name = PeerGroup.of(peer.peer());
    Failures known = failures.remove(name);
    int count = known == null ? 1 : known.count + 1;
    failures.put(name, new Failures(count, now + penalty(count).toNanos()));
    if (failures.size() > PEERS) {
      failures.remove(failures.keySet().iterator().next());
    }
    if (!peer.crowd().isEmpty()) {
      Crowd crowd = crowd(peer, now);
      if (!crowd.known.contains(name)) {
        crowd.paid = (crowd.paid - now > 0 ? crowd.paid : now) + CROWD_EACH.toNanos();
      }
    }
  }

  void succeeded(Carrier peer, long now) {
    String name = PeerGroup.of(peer.peer());
    failures.remove(name);
    if (!peer.crowd().isEmpty()) {
      Set<String> known = crowd(peer, now).known;
      known.remove(name);
      known.add(name);
      if (known.size() > PEERS) {
        known.remove(known.iterator().next());
      }
    }
  }

  private Crowd crowd(Carrier peer, long now) {
    return crowds.computeIfAbsent(
        peer.crowd(),
        _ -> {
          var crowd = new Crowd();
          crowd.paid = now;
          return crowd;
        });
  }

  /// Peers that are remembered.
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
