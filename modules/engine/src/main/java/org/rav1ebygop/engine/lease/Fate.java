package org.rav1ebygop.engine.lease;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.LeaseEnd;

/// Whether a lease may be used, and how it ends. Guarded by the lock of its [GopLease], but for
/// [#requireValid], [#revoked] and [#invalidate].
final class Fate {
  /// Why the lease may not be used any more, or null.
  private volatile @Nullable String invalid;

  /// What decides how the lease ends, whatever its slot says: that it was revoked, or did not take
  /// what the slot handed in.
  private @Nullable LeaseEnd verdict;

  private @Nullable Runnable onRevoke;
  private volatile boolean over;

  /// @throws GopException of kind ENCODER when the lease may not be used any more
  void requireValid() {
    String reason = invalid;
    if (reason != null) {
      throw GopException.encoder("the lease was revoked: " + reason, null);
    }
    if (over) {
      throw GopException.encoder("the lease has ended", null);
    }
  }

  /// Whether it was revoked and its slot has not let go of it yet.
  boolean revoked() {
    return invalid != null && !over;
  }

  boolean over() {
    return over;
  }

  /// The lease may not be used any more, whatever comes of it.
  void invalidate(String reason) {
    if (invalid == null) {
      invalid = reason;
    }
  }

  /// The lease did not take what its slot handed in.
  void reject(String reason) {
    if (verdict == null) {
      verdict = new LeaseEnd.Rejected(reason);
    }
  }

  /// Takes the right away.
  ///
  /// @return false when the lease was not valid any more, or the condition does not hold
  boolean revoke(LeaseEnd why, BooleanSupplier provided) {
    if (over || invalid != null || !provided.getAsBoolean()) {
      return false;
    }
    verdict = verdict == null ? why : verdict;
    invalid = why.reason();
    return true;
  }

  /// Ends it.
  ///
  /// @param bySlot how it ends as far as its slot knows, or null when the slot does not come back
  /// @return how it ends, or null when it has ended before or nothing is decided
  @Nullable LeaseEnd end(LeaseEnd.@Nullable BySlot bySlot) {
    LeaseEnd how = verdict == null ? bySlot : verdict;
    if (over || how == null) {
      return null;
    }
    over = true;
    return how;
  }

  /// Ends it because the job has ended, or with a result.
  void close() {
    over = true;
  }

  /// What ends its encoder, or null.
  @Nullable Runnable onRevoke() {
    return onRevoke;
  }

  /// Sets what ends its encoder.
  ///
  /// @return whether that is to be done now; then nobody else does it
  boolean onRevoke(Runnable action) {
    if (invalid != null) {
      return true;
    }
    onRevoke = action;
    return false;
  }
}
