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
}
