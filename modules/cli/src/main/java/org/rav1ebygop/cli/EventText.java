package org.rav1ebygop.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.job.JobEvent;

/// Events as lines.
final class EventText {
  private final boolean verbose;
  private final Comings comings = new Comings();

  EventText(boolean verbose) {
    this.verbose = verbose;
  }

  /// The line for an event, or null when it is not worth one.
  @Nullable String line(JobEvent event) {
    return switch (event) {
      case JobEvent.Warning(String message) -> "warning: " + message;
      case JobEvent.AttemptFailed failed ->
          String.format(
              Locale.ROOT,
              "warning: %s, attempt %d on %s failed%s: %s%s",
              Text.gop(failed.gop(), failed.firstFrame(), failed.frames()),
              failed.attempt(),
              failed.slot(),
              failed.setAside() ? ", and it is skipped for now" : "",
              failed.reason(),
              failed.log() != null && failed.setAside() ? "; see " + failed.log() : "");
      case JobEvent.WaitsAgain(int gop, long first, int _, Slot slot, LeaseEnd end) ->
          waitsAgain(
              String.format(Locale.ROOT, "GOP %d from frame %d waits again, %s ", gop, first, slot),
              end);
      case JobEvent.SlotsLimited(int slots, String reason) ->
          slots == 0
              ? "paused: " + reason
              : "%s from now on: %s".formatted(Text.count(slots, "slot"), reason);
      case JobEvent.WorkerLeft(String worker, String reason) -> comings.left(worker, reason);
      case JobEvent.Leased leased ->
          verbose
              ? String.format(
                  Locale.ROOT,
                  "GOP %d from frame %d -> %s%s%s",
                  leased.gop(),
                  leased.firstFrame(),
                  leased.slot(),
                  leased.attempt() > 1 ? ", attempt " + leased.attempt() : "",
                  leased.copy() ? ", a second copy" : "")
              : null;
      case JobEvent.Superseded(int gop, long first, int _, Slot slot) ->
          verbose
              ? String.format(
                  Locale.ROOT,
                  "GOP %d from frame %d was finished sooner than by %s",
                  gop,
                  first,
                  slot)
              : null;
      case JobEvent.Stored stored ->
          verbose
              ? "%s done: %s in %s on %s"
                  .formatted(
                      stored.gop(),
                      Text.bytes(stored.bytes()),
                      Text.clock(stored.time()),
                      stored.slot())
              : null;
      case JobEvent.Measured measured ->
          verbose
              ? "%s: %s".formatted(measured.gop(), QualityText.line(QualityText.sum(measured)))
              : null;
      case JobEvent.Reused(var gop, long bytes) ->
          verbose ? "%s kept from an earlier run: %s".formatted(gop, Text.bytes(bytes)) : null;
      case JobEvent.Planned(long frames, int gops) ->
          verbose
              ? "%s in %s".formatted(Text.count(frames, "frame"), Text.count(gops, "GOP"))
              : null;
      case JobEvent.WorkerJoined(String worker, int slots) -> comings.joined(worker, slots);
      case JobEvent.Keyframe _, JobEvent.Coded _ -> null;
    };
  }

  /// A worker that vanished has a line of its own; one whose machine lacks something does not.
  private @Nullable String waitsAgain(String what, LeaseEnd end) {
    String line = what + did(end) + end.reason();
    return end instanceof LeaseEnd.SlotTrouble ? "warning: " + line : verbose ? line : null;
  }

  private static String did(LeaseEnd end) {
    return switch (end) {
      case LeaseEnd.GivenBack _ -> "gave it back: ";
      case LeaseEnd.SlotLost _ -> "was lost: ";
      case LeaseEnd.SlotTrouble _ -> "could not encode it: ";
      case LeaseEnd.EncoderFailed _,
          LeaseEnd.Rejected _,
          LeaseEnd.Stalled _,
          LeaseEnd.Superseded _,
          LeaseEnd.Completed _ ->
          "ended it: ";
    };
  }
}
