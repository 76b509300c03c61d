package org.rav1ebygop.cli;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.FrameQuality;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.ToolUse;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.job.FrameTypeCount;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.engine.job.JobStatus;
import org.rav1ebygop.engine.job.SetAside;
import org.rav1ebygop.engine.job.SlotStatus;
import org.rav1ebygop.engine.job.WorkerStatus;
import org.rav1ebygop.metrics.QualitySum;

/// What is written and what is documented are the same. That the examples of the page are valid by
/// the schema, and `job` as real runs write it, is tested with the image.
class EventsPageTest {
  private static final Path DOCS = Path.of("../../docs");
  private static final Slot SLOT = new Slot("local", 2);
  private static final Slot ATTIC = new Slot("attic", 1);
  private static final Path LOG = Path.of("film.ivf.gops/gop-000002.attempt-3.log");
  private static final String REASON = "rav1e ended with exit code 101: cannot go on";

  private static final LeaseEnd FAILED =
      new LeaseEnd.EncoderFailed(GopException.encoder(REASON, null), "");
  private static final LeaseEnd STALLED = new LeaseEnd.Stalled(Duration.ofSeconds(60));

  private static final FrameLayout LAYOUT = new FrameLayout(424, 240, ChromaSampling.CS420, 8);

  private static final ToolUse TOOLS =
      new ToolUse(
          List.of(
              new ToolUse.Choice("skipped of inter frames", 44, Map.of("skipped", 98.3)),
              new ToolUse.Choice("luma modes of key frames", 1, Map.of("DC", 30.7))));

  private static final List<JobEvent> JOB_EVENTS =
      List.of(
          new JobEvent.Keyframe(1, 240),
          new JobEvent.Planned(720, 5),
          new JobEvent.Reused(new Gop(0, 0, 240), 210_000),
          new JobEvent.Leased(1, 240, 1, new Slot("local", 1), false),
          new JobEvent.Leased(4, 553, 2, new Slot("attic", 1), true),
          new JobEvent.Superseded(4, 553, 1, SLOT),
          new JobEvent.Stored(
              new Gop(1, 240, 45), 41_000, new Slot("local", 1), 1, Duration.ofMillis(2750)),
          new JobEvent.Measured(
              new Gop(1, 240, 2), LAYOUT, List.of(quality(1_000_000), quality(3_000_000))),
          new JobEvent.Coded(new Gop(1, 240, 45), TOOLS),
          new JobEvent.AttemptFailed(2, 285, 93, 3, SLOT, FAILED, REASON, LOG, true),
          new JobEvent.AttemptFailed(2, 285, -1, 1, SLOT, STALLED, STALLED.reason(), null, false),
          new JobEvent.WaitsAgain(3, 378, 1, SLOT, new LeaseEnd.GivenBack("memory is short")),
          new JobEvent.WaitsAgain(3, 378, 2, ATTIC, new LeaseEnd.SlotLost("the connection broke")),
          new JobEvent.WaitsAgain(
              3,
              378,
              3,
              ATTIC,
              new LeaseEnd.SlotTrouble(
                  GopException.environment("No space left on device", null), "")),
          new JobEvent.SlotsLimited(1, "memory is short"),
          new JobEvent.WorkerJoined("local", 2),
          new JobEvent.WorkerLeft("local", ""),
          new JobEvent.WorkerJoined("attic", 4),
          new JobEvent.WorkerLeft("attic", "the connection was lost"),
          new JobEvent.Warning(
              "the keyframe log was damaged at line 3; frames from 240 are analysed again"));

  @Test
  void thePageShowsEveryEventAsItIsWritten() throws IOException {
    Set<JsonObject> page =
        Files.readAllLines(DOCS.resolve("events.md")).stream()
            .map(String::strip)
            .filter(line -> line.startsWith("{"))
            .map(line -> JsonParser.parseString(line).getAsJsonObject())
            .filter(example -> !name(example).equals(EventType.JOB.toString()))
            .collect(toSet());
    assertEquals(lines(written()), lines(page.stream()));
  }

  @Test
  void everythingThatHappensInAJobIsWritten() {
    assertEquals(
        Set.of(JobEvent.class.getPermittedSubclasses()),
        JOB_EVENTS.stream().map(Object::getClass).collect(toSet()));
  }

  @Test
  void theSchemaAndThePageKnowTheEventsThatAreWrittenAndNoOthers() throws IOException {
    Set<String> types = Arrays.stream(EventType.values()).map(EventType::toString).collect(toSet());
    Set<String> written = new HashSet<>(written().map(EventsPageTest::name).toList());
    written.add(EventType.JOB.toString());
    assertEquals(types, written);
    assertEquals(types, inSchema());
    Set<String> sections =
        Files.readAllLines(DOCS.resolve("events.md")).stream()
            .filter(line -> line.startsWith("### "))
            .map(line -> line.substring(4))
            .collect(toSet());
    assertEquals(types, sections);
  }

  private static Stream<JsonObject> written() {
    return Stream.of(
            Stream.of(JsonRun.start(), progress(), JsonRun.omitted(1200)),
            Stream.of(filmMeasured(), JsonEvents.film(45, TOOLS)),
            JOB_EVENTS.stream().map(JsonEvents::of),
            summaries())
        .flatMap(events -> events);
  }

  /// A frame of which V has lost nothing.
  private static FrameQuality quality(long squares) {
    return new FrameQuality(
        new FrameQuality.Plane(squares, 0.975),
        new FrameQuality.Plane(squares / 8, 0.98),
        new FrameQuality.Plane(0, 1));
  }

  private static JsonObject filmMeasured() {
    var sum = new QualitySum(LAYOUT);
    sum.add(quality(1_000_000));
    return JsonEvents.film(sum);
  }

  private static JsonObject progress() {
    var slot =
        new SlotStatus(new Slot("local", 1), 1, 1, 45, 45, 30, Duration.ofNanos(1_250_400_000));
    var local = new WorkerStatus("local", true, 2, 1, 1, 270, Duration.ofSeconds(5), 0, -1, -1, "");
    var attic =
        new WorkerStatus(
            "attic", true, 4, 0, 1, 92, Duration.ofMillis(4250), 1, 14_200_000, 31_000, "");
    var status =
        new JobStatus(720, 720, 5, 1, 362, 0, 165_000, List.of(slot), List.of(local, attic));
    return JsonRun.progress(status, Duration.ofMillis(5100));
  }

  private static Stream<JsonObject> summaries() {
    var complete =
        new JobResult.Complete(
            List.of(
                new Gop(0, 0, 240),
                new Gop(1, 240, 45),
                new Gop(2, 285, 93),
                new Gop(3, 378, 175),
                new Gop(4, 553, 167)),
            654_000,
            List.of(
                new FrameTypeCount("key", 5, 89_500, 51.6),
                new FrameTypeCount("inter", 715, 564_500, 113.9)),
            240,
            true,
            Duration.ofMillis(10_300));
    var incomplete =
        new JobResult.Incomplete(
            List.of(new SetAside(2, 285, 93, REASON, LOG)), 720, 480, Duration.ofMillis(10_300));
    var interrupted =
        new GopException(
            GopException.Kind.INTERRUPTED,
            "interrupted; finished GOPs are kept, run again with --resume",
            null);
    var failed = new GopException(GopException.Kind.INPUT, "film.y4m: frame 17 is cut off", null);
    return Stream.of(
        JsonRun.summary(complete),
        JsonRun.summary(incomplete),
        JsonRun.failure(interrupted),
        JsonRun.failure(failed));
  }

  /// Without the time, which is when they were written, and the version, which changes.
  private static Set<String> lines(Stream<JsonObject> events) {
    return events
        .map(JsonObject::deepCopy)
        .peek(event -> List.of("time", "version").forEach(event::remove))
        .map(JsonObject::toString)
        .collect(toSet());
  }

  private static Set<String> inSchema() throws IOException {
    JsonObject schema =
        JsonParser.parseString(Files.readString(DOCS.resolve("events.schema.json")))
            .getAsJsonObject();
    var names = new HashSet<String>();
    for (JsonElement choice : schema.getAsJsonArray("oneOf")) {
      String reference = choice.getAsJsonObject().get("$ref").getAsString();
      JsonObject event =
          schema.getAsJsonObject("$defs").getAsJsonObject(reference.replaceFirst("#/\\$defs/", ""));
      names.add(name(event.getAsJsonObject("properties").getAsJsonObject("event")));
    }
    return names;
  }

  private static String name(JsonObject event) {
    return event.get(event.has("const") ? "const" : "event").getAsString();
  }
}
