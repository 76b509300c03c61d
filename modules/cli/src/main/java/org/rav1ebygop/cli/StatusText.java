package org.rav1ebygop.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.engine.job.JobStatus;
import org.rav1ebygop.engine.job.SlotStatus;

/// A status as lines.
final class StatusText {
  private static final int BAR = 24;

  private final VideoFormat format;
  private final long expected;

  StatusText(VideoFormat format) {
    this(format, -1);
  }

  /// @param expected about how many frames there will be, or -1
  StatusText(VideoFormat format, long expected) {
    this.format = format;
    this.expected = expected;
  }

  /// The job in one line.
  ///
  /// @param time since the start of this run
  String overall(JobStatus status, Duration time) {
    double seconds = Math.max(1, time.toMillis()) / 1000.0;
    double fps = (status.framesDone() - status.framesReused()) / seconds;
    var text = new StringBuilder();
    long frames = frames(status);
    if (frames > 0) {
      text.append(String.format(Locale.ROOT, "%3d%% ", 100 * status.framesDone() / frames));
    }
    text.append(String.format(Locale.ROOT, "%d/%s frames", status.framesDone(), total(status)));
    if (status.analysed() != status.frames()) {
      text.append(String.format(Locale.ROOT, ", %d analysed", status.analysed()));
    }
    text.append(String.format(Locale.ROOT, ", %d/%d GOPs", status.gopsStored(), status.gops()));
    text.append(", ").append(Text.fps(fps)).append(" fps");
    if (status.framesDone() > 0) {
      double rate = status.bytes() * 8 / format.seconds(status.framesDone()) / 1000;
      text.append(", ").append(Text.number(0, rate)).append(" kb/s");
    }
    text.append(", ").append(Text.clock(time));
    if (frames > 0 && fps > 0) {
      long left = Math.round((frames - status.framesDone()) / fps);
      text.append(", ETA ").append(Text.clock(Duration.ofSeconds(left)));
    }
    return text.toString();
  }

  /// A line for each busy slot.
  List<String> slots(JobStatus status) {
    var lines = new ArrayList<String>();
    for (SlotStatus slot : status.slots()) {
      lines.add(slot(slot));
    }
    return lines;
  }

  /// What is going on below the line for the whole job, in no more lines than that: busy slots, by
  /// worker when there are other machines; or only workers, when there are too many slots.
  ///
  /// @param room 1 or more
  List<String> below(JobStatus status, int room) {
    if (!WorkersText.isWorth(status.workers())) {
      return fitting(slots(status), room);
    }
    List<String> workers = WorkersText.live(status);
    if (workers.size() + status.slots().size() > room) {
      return fitting(workers, room);
    }
    var lines = new ArrayList<String>();
    for (int i = 0; i < workers.size(); i++) {
      lines.add(workers.get(i));
      String name = WorkersText.shown(status).get(i).worker();
      status.slots().stream()
          .filter(slot -> slot.slot().worker().equals(name))
          .forEach(slot -> lines.add("  " + slot(slot)));
    }
    return lines;
  }

  private static List<String> fitting(List<String> lines, int room) {
    if (lines.size() <= room) {
      return lines;
    }
    int shown = Math.max(1, room - 1);
    var some = new ArrayList<>(lines.subList(0, shown));
    some.add(String.format(Locale.ROOT, "  and %d more", lines.size() - shown));
    return some;
  }

  /// Those of the film, or as many as there may be.
  private long frames(JobStatus status) {
    if (status.frames() >= 0 || expected < 0) {
      return status.frames();
    }
    return Math.max(expected, status.analysed());
  }

  private String total(JobStatus status) {
    if (status.frames() >= 0) {
      return "" + status.frames();
    }
    return expected < 0 ? "?" : "~" + frames(status);
  }

  private static String slot(SlotStatus slot) {
    double seconds = Math.max(1, slot.time().toMillis()) / 1000.0;
    String frames = slot.frames() < 0 ? "?" : "" + slot.frames();
    return String.format(
        Locale.ROOT,
        "  %-10s GOP %-5d %s %5d/%-5s %6s fps%s",
        slot.slot(),
        slot.gop(),
        bar(slot),
        slot.received(),
        frames,
        Text.fps(slot.received() / seconds),
        slot.attempt() > 1 ? ", attempt " + slot.attempt() : "");
  }

  private static String bar(SlotStatus slot) {
    if (slot.frames() <= 0) {
      return "[" + " ".repeat(BAR) + "]";
    }
    int done = (int) (BAR * slot.received() / slot.frames());
    int sent = (int) (BAR * Math.min(slot.sent(), slot.frames()) / slot.frames());
    return "["
        + "#".repeat(done)
        + "-".repeat(Math.max(0, sent - done))
        + " ".repeat(BAR - Math.max(sent, done))
        + "]";
  }
}
