package org.rav1ebygop.protocol;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the user is told of workers that were never there: why, of each of the first few; how many,
/// of all others, now and then. Used by any thread.
final class Absences {
  private static final int NAMED = 16;
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final String roster;

  /// Why those are not there who were named.
  @GuardedBy("this")
  private final Map<String, String> named = new HashMap<>();

  @GuardedBy("this")
  private final Set<String> others = new HashSet<>();

  @GuardedBy("this")
  private String last = "";

  @GuardedBy("this")
  private int told;

  @GuardedBy("this")
  private long toldAt = System.nanoTime();

  /// @param roster where workers are listed, for messages
  Absences(String roster) {
    this.roster = roster;
  }

  /// Whether the user is told by name, and was not told the same before.
  synchronized boolean isNews(String worker, String reason) {
    if (named.containsKey(worker) || named.size() < NAMED) {
      return !reason.equals(named.put(worker, reason));
    }
    others.add(worker);
    last = worker + ": " + reason;
    return false;
  }

  /// What is to be said of all others, or null.
  ///
  /// @param now of [System#nanoTime]
  /// @param end whether nothing will be said later
  synchronized @Nullable String summary(long now, boolean end) {
    boolean due = end || now - toldAt > PAUSE.toNanos();
    if (!due || others.size() <= told) {
      return null;
    }
    told = others.size();
    toldAt = now;
    return String.format(
        Locale.ROOT, "%d more workers of %s cannot be used; %s", told, roster, last);
  }

  /// Forgets all but these.
  synchronized void keep(Collection<String> workers) {
    named.keySet().retainAll(workers);
    others.retainAll(workers);
    told = Math.min(told, others.size());
  }

  /// Everything is news again.
  synchronized void clear() {
    named.clear();
    others.clear();
    told = 0;
  }
}
