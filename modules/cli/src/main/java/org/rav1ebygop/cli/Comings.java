package org.rav1ebygop.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.spi.Slot;

/// Tells of workers that come and go: of each the first few times, then ever more rarely.
final class Comings {
  /// That often every time is told; after that the 4th, 8th, 16th ...
  private static final int ALWAYS = 3;

  @GuardedBy("this")
  private final Map<String, Worker> workers = new HashMap<>();

  private static final class Worker {
    private boolean present;
    private boolean known;
    private int departures;

    private boolean isTold() {
      return departures <= ALWAYS || Integer.bitCount(departures) == 1;
    }
  }

  /// A line, or null.
  synchronized @Nullable String joined(String name, int slots) {
    Worker worker = workers.computeIfAbsent(name, _ -> new Worker());
    boolean again = worker.known;
    worker.present = true;
    worker.known = true;
    return name.equals(Slot.LOCAL) || !worker.isTold()
        ? null
        : "worker %s %s: %s"
            .formatted(name, again ? "is back" : "joined", Text.count(slots, "slot"));
  }

  /// A line, or null.
  ///
  /// @param reason empty when it left in order
  synchronized @Nullable String left(String name, String reason) {
    Worker worker = workers.computeIfAbsent(name, _ -> new Worker());
    boolean was = worker.present;
    worker.present = false;
    if (reason.isEmpty()) {
      return null;
    }
    worker.departures++;
    return worker.isTold()
        ? "warning: worker %s %s: %s%s"
            .formatted(
                name,
                was ? "left" : "cannot be used",
                reason,
                worker.departures <= ALWAYS
                    ? ""
                    : String.format(Locale.ROOT, " (%d times so far)", worker.departures))
        : null;
  }
}
