package org.rav1ebygop.machine;

import java.util.Locale;
import org.rav1ebygop.api.GopException;

/// How much of the available memory may be used.
public enum MemoryUse {
  /// Leave half, at least 2 GiB and at most 12 GiB.
  LIGHT(2, 2, 12),
  /// Leave a fifth, at least 1 GiB and at most 6 GiB.
  HEAVY(5, 1, 6),
  /// Do not look at memory.
  UNLIMITED(0, 0, 0);

  private static final long GIB = 1L << 30;

  /// What this program itself takes, and a margin.
  private static final long LEAST_LEFT_IN_CONTAINER = GIB / 4;

  private final int part;
  private final long leastLeft;
  private final long mostLeft;

  MemoryUse(int part, int leastLeft, int mostLeft) {
    this.part = part;
    this.leastLeft = leastLeft * GIB;
    this.mostLeft = mostLeft * GIB;
  }

  /// By the name an option has.
  ///
  /// @throws GopException of kind USAGE when there is none of that name
  public static MemoryUse of(String name) {
    for (MemoryUse use : values()) {
      if (use.name().equalsIgnoreCase(name)) {
        return use;
      }
    }
    throw GopException.usage("--memory is light, heavy or unlimited, not '%s'".formatted(name));
  }

  /// Bytes to use of those available. A container's limit has left memory for others already: of
  /// what it allows only a part is left, without the minimum for a whole machine.
  public long budget(Machine machine) {
    long available = machine.availableMemory();
    if (this == UNLIMITED) {
      return available;
    }
    long least = machine.limited() ? LEAST_LEFT_IN_CONTAINER : leastLeft;
    return Math.max(0, available - Math.clamp(available / part, least, mostLeft));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
