package org.rav1ebygop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.job.FrameTypeCount;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.engine.job.JobStatus;
import org.rav1ebygop.engine.job.SetAside;
import org.rav1ebygop.engine.job.SlotStatus;
import org.rav1ebygop.engine.job.WorkerStatus;

/// How a run begins, where it stands and how it ends, as JSON.
final class JsonRun {
  /// Changes when a script that understands the events might no longer do so; new events and new
  /// members do not change it.
  static final int SCHEMA = 1;

  private JsonRun() {}

  /// The first event of a run.
  static JsonObject start() {
    return Facts.of(EventType.START).with("schema", SCHEMA).with("version", Versions.own()).json();
  }

  /// Where the job stands.
  ///
  /// @param time since the start of this run
  static JsonObject progress(JobStatus status, Duration time) {
    var slots = new JsonArray();
    status.slots().forEach(slot -> slots.add(slot(slot)));
    var workers = new JsonArray();
    status.workers().forEach(worker -> workers.add(worker(worker)));
    return Facts.of(EventType.PROGRESS)
        .known("frames", status.frames())
        .with("analysed", status.analysed())
        .with("gops", status.gops())
        .with("gopsStored", status.gopsStored())
        .with("framesDone", status.framesDone())
        .with("framesReused", status.framesReused())
        .with("bytes", status.bytes())
        .seconds(time)
        .with("slots", slots)
        .with("workers", workers)
        .json();
  }

  /// Stands for events that nobody read in time.
  static JsonObject omitted(long events) {
    return Facts.of(EventType.OMITTED).with("events", events).json();
  }

  /// The last event of a run whose job came to an end.
  static JsonObject summary(JobResult result) {
    return switch (result) {
      case JobResult.Complete film -> complete(film).json();
      case JobResult.Incomplete film -> incomplete(film).json();
    };
  }

  /// The last event of a run that failed as a whole.
  static JsonObject failure(GopException reason) {
    boolean stopped = reason.kind() == GopException.Kind.INTERRUPTED;
    return end(stopped ? "interrupted" : "failed", reason.kind().exitCode())
        .with("message", String.valueOf(reason.getMessage()))
        .json();
  }

  private static Facts complete(JobResult.Complete film) {
    var types = new JsonArray();
    film.types().forEach(type -> types.add(type(type)));
    return end("complete", 0)
        .with("frames", film.frames())
        .with("framesReused", film.framesReused())
        .with("gops", film.gops().size())
        .with("bytes", film.bytes())
        .with("types", types)
        .with("readBack", film.readBack())
        .seconds(film.time());
  }

  private static Facts incomplete(JobResult.Incomplete film) {
    var missing = new JsonArray();
    film.setAside().forEach(gop -> missing.add(setAside(gop)));
    return end("incomplete", GopException.Kind.ENCODER.exitCode())
        .with("frames", film.frames())
        .with("framesDone", film.framesDone())
        .with("setAside", missing)
        .seconds(film.time());
  }

  private static Facts end(String result, int exitCode) {
    return Facts.of(EventType.SUMMARY).with("result", result).with("exitCode", exitCode);
  }

  private static JsonObject type(FrameTypeCount type) {
    return new Facts()
        .with("type", type.type())
        .with("frames", type.frames())
        .with("bytes", type.bytes())
        .with("quantizer", Math.round(type.quantizer() * 100) / 100.0)
        .json();
  }

  private static JsonObject setAside(SetAside gop) {
    Facts facts = JsonEvents.gop(new Facts(), gop.gop(), gop.firstFrame());
    return JsonEvents.failed(facts, gop.frames(), gop.reason(), gop.log()).json();
  }

  private static JsonObject worker(WorkerStatus worker) {
    return new Facts()
        .with("worker", worker.worker())
        .with("present", worker.present())
        .with("slots", worker.slots())
        .with("busy", worker.busy())
        .with("gops", worker.gops())
        .with("frames", worker.frames())
        .with("failed", worker.failed())
        .known("sent", worker.sent())
        .known("received", worker.received())
        .seconds(worker.time())
        .json();
  }

  private static JsonObject slot(SlotStatus slot) {
    return new Facts()
        .with("slot", slot.slot().toString())
        .with("gop", slot.gop())
        .with("attempt", slot.attempt())
        .known("frames", slot.frames())
        .with("sent", slot.sent())
        .with("received", slot.received())
        .seconds(slot.time())
        .json();
  }
}
