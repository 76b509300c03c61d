package org.rav1ebygop.api.spi;

import org.jspecify.annotations.Nullable;

/// Where slots get their work. Used by all slots at once.
public interface Leases {
  /// Waits until there is a GOP for this slot.
  ///
  /// @return null when there is no more work, and never will be
  @Nullable Lease take(Slot slot) throws InterruptedException;

  /// Whether [#take] would answer null at once, to everybody and from now on. For transports none
  /// of whose slots waits in [#take] at the moment.
  default boolean over() {
    return false;
  }

  /// How many GOPs wait for a slot now, as far as the film is planned. For transports whose slots
  /// somebody starts and stops as they are needed.
  default int waiting() {
    return 0;
  }
}
