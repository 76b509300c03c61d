package org.rav1ebygop.engine.lease;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.spi.Slot;

/// GOPs that wait for a slot, in the order in which they are wanted. GOPs that failed at the same
/// slots suit the same slots, so they are kept together: to find the first one that suits, one GOP
/// of each group is looked at. Most GOPs never failed and are one group. Guarded by the lock of the
/// [LeaseState].
final class WaitingGops {
  /// The first GOP first.
  static final Comparator<GopEntry> IN_ORDER = Comparator.comparingInt(entry -> entry.index);

  /// The longest first; one whose end is not known last.
  static final Comparator<GopEntry> LONGEST =
      Comparator.<GopEntry>comparingInt(entry -> -entry.frames).thenComparing(IN_ORDER);

  private final Comparator<GopEntry> order;
  private final Map<Set<Slot>, NavigableSet<GopEntry>> groups = new HashMap<>();
  private int size;

  /// @param order by what does not change while a GOP waits
  WaitingGops(Comparator<GopEntry> order) {
    this.order = order;
  }

  int size() {
    return size;
  }

  void add(GopEntry entry) {
    var group = groups.computeIfAbsent(Set.copyOf(entry.failedOn), _ -> new TreeSet<>(order));
    if (group.add(entry)) {
      size++;
    }
  }

  void remove(GopEntry entry) {
    NavigableSet<GopEntry> group = groups.get(entry.failedOn);
    if (group != null && group.remove(entry)) {
      size--;
      if (group.isEmpty()) {
        groups.remove(entry.failedOn);
      }
    }
  }

  /// The first one that suits, or null.
  ///
  /// @param suits told where GOPs have failed
  @Nullable GopEntry first(Predicate<Set<Slot>> suits) {
    GopEntry first = null;
    for (var group : groups.entrySet()) {
      GopEntry candidate = group.getValue().first();
      if ((first == null || order.compare(candidate, first) < 0) && suits.test(group.getKey())) {
        first = candidate;
      }
    }
    return first;
  }

  /// Of those that suit the one that comes first in the film, or null. Looks at all of them.
  @Nullable GopEntry earliest(Predicate<Set<Slot>> suits) {
    GopEntry earliest = null;
    for (var group : groups.entrySet()) {
      GopEntry candidate = Collections.min(group.getValue(), IN_ORDER);
      if ((earliest == null || candidate.index < earliest.index) && suits.test(group.getKey())) {
        earliest = candidate;
      }
    }
    return earliest;
  }
}
