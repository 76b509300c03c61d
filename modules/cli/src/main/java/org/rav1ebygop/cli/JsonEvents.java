package org.rav1ebygop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.ToolUse;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.metrics.QualitySum;

/// What happens in a job, as JSON.
final class JsonEvents {
  private JsonEvents() {}

  static JsonObject of(JobEvent event) {
    return facts(event).json();
  }

  /// A failed attempt, or a GOP that was given up.
  ///
  /// @param frames of the GOP, or -1
  static Facts failed(Facts facts, int frames, String reason, @Nullable Path log) {
    return facts
        .known("frames", frames)
        .with("reason", reason)
        .with("log", log == null ? null : log.toString());
  }

  static Facts gop(Facts facts, int gop, long firstFrame) {
    return facts.with("gop", gop).with("firstFrame", firstFrame);
  }

  private static Facts facts(JobEvent event) {
    return switch (event) {
      case JobEvent.Keyframe(int gop, long frame) -> gop(Facts.of(EventType.KEYFRAME), gop, frame);
      case JobEvent.Planned(long frames, int gops) ->
          Facts.of(EventType.PLANNED).with("frames", frames).with("gops", gops);
      case JobEvent.Reused(Gop gop, long bytes) ->
          whole(Facts.of(EventType.REUSED), gop).with("bytes", bytes);
      case JobEvent.Leased(int gop, long first, int attempt, Slot slot, boolean copy) ->
          attempt(gop(Facts.of(EventType.LEASED), gop, first), attempt, slot).with("copy", copy);
      case JobEvent.Superseded(int gop, long first, int attempt, Slot slot) ->
          attempt(gop(Facts.of(EventType.SUPERSEDED), gop, first), attempt, slot);
      case JobEvent.Stored stored ->
          attempt(whole(Facts.of(EventType.STORED), stored.gop()), stored.attempt(), stored.slot())
              .with("bytes", stored.bytes())
              .seconds(stored.time());
      case JobEvent.Measured measured ->
          quality(whole(Facts.of(EventType.MEASURED), measured.gop()), QualityText.sum(measured));
      case JobEvent.Coded(Gop gop, ToolUse tools) ->
          tools(whole(Facts.of(EventType.CODED), gop), tools);
      case JobEvent.AttemptFailed failed -> failed(failed);
      case JobEvent.WaitsAgain(int gop, long first, int attempt, Slot slot, LeaseEnd end) ->
          attempt(gop(Facts.of(EventType.GIVEN_BACK), gop, first), attempt, slot)
              .with("cause", cause(end))
              .with("reason", end.reason());
      case JobEvent.SlotsLimited(int slots, String reason) ->
          Facts.of(EventType.SLOTS_LIMITED).with("slots", slots).with("reason", reason);
      case JobEvent.WorkerJoined(String worker, int slots) ->
          Facts.of(EventType.WORKER_JOINED).with("worker", worker).with("slots", slots);
      case JobEvent.WorkerLeft(String worker, String reason) ->
          Facts.of(EventType.WORKER_LEFT).with("worker", worker).with("reason", reason);
      case JobEvent.Warning(String message) -> Facts.of(EventType.WARNING).with("message", message);
    };
  }

  private static String cause(LeaseEnd end) {
    return switch (end) {
      case LeaseEnd.EncoderFailed _ -> "encoder-failed";
      case LeaseEnd.Rejected _ -> "rejected";
      case LeaseEnd.Stalled _ -> "stalled";
      case LeaseEnd.GivenBack _ -> "given-back";
      case LeaseEnd.SlotLost _ -> "slot-lost";
      case LeaseEnd.SlotTrouble _ -> "slot-trouble";
      case LeaseEnd.Superseded _ -> "superseded";
      case LeaseEnd.Completed _ -> "completed";
    };
  }

  private static Facts failed(JobEvent.AttemptFailed failed) {
    Facts facts = gop(Facts.of(EventType.ATTEMPT_FAILED), failed.gop(), failed.firstFrame());
    attempt(facts, failed.attempt(), failed.slot()).with("cause", cause(failed.end()));
    return failed(facts, failed.frames(), failed.reason(), failed.log())
        .with("setAside", failed.setAside());
  }

  /// Of all measured frames of the film.
  static JsonObject film(QualitySum sum) {
    Facts facts = Facts.of(EventType.FILM_MEASURED).with("frames", sum.frames());
    return quality(facts, sum).json();
  }

  /// Of the whole film.
  ///
  /// @param frames of which it is known
  static JsonObject film(long frames, ToolUse tools) {
    return tools(Facts.of(EventType.FILM_CODED).with("frames", frames), tools).json();
  }

  private static Facts tools(Facts facts, ToolUse tools) {
    var choices = new JsonArray();
    for (ToolUse.Choice choice : tools.choices()) {
      var shares = new Facts();
      choice.shares().forEach((name, share) -> shares.with(name, rounded(share)));
      choices.add(
          new Facts()
              .with("choice", choice.name())
              .with("frames", choice.frames())
              .with("shares", shares.json())
              .json());
    }
    return facts.with("tools", choices);
  }

  private static Facts quality(Facts facts, QualitySum sum) {
    return facts
        .with(
            "psnr",
            new Facts()
                .with("y", decibel(sum.psnr(0)))
                .with("u", decibel(sum.psnr(1)))
                .with("v", decibel(sum.psnr(2)))
                .with("all", decibel(sum.psnr()))
                .json())
        .with(
            "ssim",
            new Facts()
                .with("y", rounded(sum.ssim(0)))
                .with("u", rounded(sum.ssim(1)))
                .with("v", rounded(sum.ssim(2)))
                .with("all", rounded(sum.ssim()))
                .json());
  }

  /// JSON has no infinity.
  private static @Nullable Double decibel(double value) {
    return Double.isInfinite(value) ? null : rounded(value);
  }

  private static Double rounded(double value) {
    return Math.round(value * 1e6) / 1e6;
  }

  private static Facts whole(Facts facts, Gop gop) {
    return gop(facts, gop.index(), gop.firstFrame()).with("frames", gop.frameCount());
  }

  private static Facts attempt(Facts facts, int attempt, Slot slot) {
    return facts.with("attempt", attempt).with("slot", slot.toString());
  }
}
