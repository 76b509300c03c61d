package org.rav1ebygop.engine.lease;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.engine.plan.FilmPlan;
import org.rav1ebygop.engine.store.AttemptLogs;

/// Keeps what is known of attempts that failed.
///
/// @param logs where to
record AttemptFacts(FilmPlan plan, AttemptLogs logs) {
  /// @param reason why it failed, one line
  /// @param log what the encoder said
  /// @return the file, or null when it could not be written
  @Nullable Path save(GopLease lease, String reason, String log) {
    return logs.save(lease.claim().gop(), lease.claim().attempt(), facts(lease, reason), log);
  }

  /// The GOP of a claim, as users read it.
  String name(Claim claim) {
    int frames = plan.frameCount(claim.gop());
    return frames > 0
        ? new Gop(claim.gop(), claim.firstFrame(), frames).toString()
        : String.format(Locale.ROOT, "GOP %d (from frame %d)", claim.gop(), claim.firstFrame());
  }

  private String facts(GopLease lease, String reason) {
    Claim claim = lease.claim();
    return String.format(
        Locale.ROOT,
        """
        %s, attempt %d on %s
        failed after %d s: %s
        the encoder had taken %d frames and given back %d packets; it said:

        """,
        name(claim),
        claim.attempt(),
        claim.slot(),
        lease.age().toSeconds(),
        reason,
        lease.status().sent(),
        lease.received());
  }
}
