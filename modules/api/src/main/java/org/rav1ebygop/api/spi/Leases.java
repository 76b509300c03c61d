package org.rav1ebygop.api.spi;

import org.jspecify.annotations.Nullable;

/// Where slots get their work. Used by all slots at once.
public interface Leases {
  /// Waits until there is a GOP for this slot.
  ///
  /// @return null when there is no more work, and never will be
  @Nullable Lease take(Slot slot) throws InterruptedException;
}
