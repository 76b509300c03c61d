package org.rav1ebygop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.engine.job.JobStatus;
import org.rav1ebygop.engine.job.SetAside;
import org.rav1ebygop.engine.job.SlotStatus;

/// What happens in a job, as JSON. `docs/events.md` and `docs/events.schema.json` describe it.
final class JsonEvents {
  /// Changes when a script that understands the events might no longer do so; new events and new
  /// members do not change it.
  static final int SCHEMA = 1;

  private JsonEvents() {}

  /// The first event of a run.
  static JsonObject start() {
    JsonObject json = event("start");
    json.addProperty("schema", SCHEMA);
    json.addProperty("version", Versions.own());
    return json;
  }

  /// Something that happened in the job.
  static JsonObject of(JobEvent event) {
    return switch (event) {
      case JobEvent.Keyframe(int gop, long frame) -> gop(event("keyframe"), gop, frame);
      case JobEvent.Planned(long frames, int gops) -> {
        JsonObject json = event("planned");
        json.addProperty("frames", frames);
        json.addProperty("gops", gops);
        yield json;
      }
      case JobEvent.Reused(Gop gop, long bytes) -> {
        JsonObject json = gop(event("reused"), gop);
        json.addProperty("bytes", bytes);
        yield json;
      }
      case JobEvent.Leased leased ->
          attempt(
              gop(event("leased"), leased.gop(), leased.firstFrame()),
              leased.attempt(),
              leased.slot());
      case JobEvent.Stored stored -> {
        JsonObject json =
            attempt(gop(event("stored"), stored.gop()), stored.attempt(), stored.slot());
        json.addProperty("bytes", stored.bytes());
        json.addProperty("seconds", seconds(stored.time()));
        yield json;
      }
      case JobEvent.AttemptFailed failed -> failed(failed);
      case JobEvent.GivenBack back ->
          reason(
              attempt(
                  gop(event("given-back"), back.gop(), back.firstFrame()),
                  back.attempt(),
                  back.slot()),
              back.reason());
      case JobEvent.SlotsLimited(int slots, String reason) -> {
        JsonObject json = event("slots-limited");
        json.addProperty("slots", slots);
        yield reason(json, reason);
      }
      case JobEvent.WorkerJoined(String worker, int slots) -> {
        JsonObject json = event("worker-joined");
        json.addProperty("worker", worker);
        json.addProperty("slots", slots);
        yield json;
      }
      case JobEvent.WorkerLeft(String worker, String reason) -> {
        JsonObject json = event("worker-left");
        json.addProperty("worker", worker);
        yield reason(json, reason);
      }
      case JobEvent.Warning(String message) -> {
        JsonObject json = event("warning");
        json.addProperty("message", message);
        yield json;
      }
    };
  }

  /// Where the job stands.
  ///
  /// @param time since the start of this run
  static JsonObject progress(JobStatus status, Duration time) {
    JsonObject json = event("progress");
    number(json, "frames", status.frames());
    json.addProperty("analysed", status.analysed());
    json.addProperty("gops", status.gops());
    json.addProperty("gopsStored", status.gopsStored());
    json.addProperty("framesDone", status.framesDone());
    json.addProperty("framesReused", status.framesReused());
    json.addProperty("bytes", status.bytes());
    json.addProperty("seconds", seconds(time));
    var slots = new JsonArray();
    for (SlotStatus slot : status.slots()) {
      slots.add(slot(slot));
    }
    json.add("slots", slots);
    return json;
  }

  /// The last event of a run that came to an end.
  static JsonObject summary(JobResult result) {
    return switch (result) {
      case JobResult.Complete film -> {
        JsonObject json = end("complete", 0);
        json.addProperty("frames", film.frames());
        json.addProperty("framesReused", film.framesReused());
        json.addProperty("gops", film.gops().size());
        json.addProperty("bytes", film.bytes());
        json.addProperty("readBack", film.readBack());
        json.addProperty("seconds", seconds(film.time()));
        yield json;
      }
      case JobResult.Incomplete film -> {
        JsonObject json = end("incomplete", GopException.Kind.ENCODER.exitCode());
        json.addProperty("frames", film.frames());
        json.addProperty("framesDone", film.framesDone());
        var missing = new JsonArray();
        film.setAside().forEach(gop -> missing.add(setAside(gop)));
        json.add("setAside", missing);
        json.addProperty("seconds", seconds(film.time()));
        yield json;
      }
    };
  }

  /// The last event of a run that failed as a whole.
  static JsonObject failure(GopException reason) {
    boolean stopped = reason.kind() == GopException.Kind.INTERRUPTED;
    JsonObject json = end(stopped ? "interrupted" : "failed", reason.kind().exitCode());
    json.addProperty("message", reason.getMessage());
    return json;
  }

  /// An event with nothing but its name.
  static JsonObject event(String name) {
    var json = new JsonObject();
    json.addProperty("event", name);
    return json;
  }

  /// Adds a number, or null for one that is negative because it is not known.
  static void number(JsonObject json, String name, long value) {
    if (value < 0) {
      json.add(name, JsonNull.INSTANCE);
    } else {
      json.addProperty(name, value);
    }
  }

  private static JsonObject end(String result, int exitCode) {
    JsonObject json = event("summary");
    json.addProperty("result", result);
    json.addProperty("exitCode", exitCode);
    return json;
  }

  private static JsonObject failed(JobEvent.AttemptFailed failed) {
    JsonObject json = gop(event("attempt-failed"), failed.gop(), failed.firstFrame());
    number(json, "frames", failed.frames());
    attempt(json, failed.attempt(), failed.slot());
    json.addProperty("setAside", failed.setAside());
    file(json, failed.log());
    return reason(json, failed.reason());
  }

  private static JsonObject setAside(SetAside gop) {
    JsonObject json = gop(new JsonObject(), gop.gop(), gop.firstFrame());
    number(json, "frames", gop.frames());
    file(json, gop.log());
    return reason(json, gop.reason());
  }

  private static JsonObject slot(SlotStatus slot) {
    var json = new JsonObject();
    json.addProperty("slot", slot.slot().toString());
    json.addProperty("gop", slot.gop());
    json.addProperty("attempt", slot.attempt());
    number(json, "frames", slot.frames());
    json.addProperty("sent", slot.sent());
    json.addProperty("received", slot.received());
    json.addProperty("seconds", seconds(slot.time()));
    return json;
  }

  private static JsonObject gop(JsonObject json, Gop gop) {
    gop(json, gop.index(), gop.firstFrame());
    json.addProperty("frames", gop.frameCount());
    return json;
  }

  private static JsonObject gop(JsonObject json, int gop, long firstFrame) {
    json.addProperty("gop", gop);
    json.addProperty("firstFrame", firstFrame);
    return json;
  }

  private static JsonObject attempt(JsonObject json, int attempt, Slot slot) {
    json.addProperty("attempt", attempt);
    json.addProperty("slot", slot.toString());
    return json;
  }

  private static JsonObject reason(JsonObject json, String reason) {
    json.addProperty("reason", reason);
    return json;
  }

  private static void file(JsonObject json, java.nio.file.@Nullable Path log) {
    json.addProperty("log", log == null ? null : log.toString());
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
