package org.rav1ebygop.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.engine.job.JobStatus;
import org.rav1ebygop.engine.job.SlotStatus;
import org.rav1ebygop.terminal.Window;

/// A status as lines.
final class StatusText {
  private static final int BAR = 24;
  private static final int LEAST_BAR = 6;
  private static final String COLUMNS = "  %-10s GOP %-5d %s %5d/%-5s %6s fps%s";
  private static final String COMPACT = "  %s GOP %d%s %d/%s %s fps%s";

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
    return overall(status, time, Integer.MAX_VALUE);
  }

  /// The job in one line, without what matters least where there is no room for it.
  ///
  /// @param columns that there are
  String overall(JobStatus status, Duration time, int columns) {
    var parts = new ArrayList<>(parts(status, time));
    while (parts.size() > 1 && text(parts).length() > columns) {
      parts.remove(Collections.max(parts, Comparator.comparingInt(Part::rank)));
    }
    return text(parts);
  }

  /// Something about a job.
  ///
  /// @param rank 0 for what matters most
  private record Part(int rank, String text) {}

  private static String text(List<Part> parts) {
    return parts.stream().map(Part::text).collect(Collectors.joining(", "));
  }

  private List<Part> parts(JobStatus status, Duration time) {
    double seconds = Math.max(1, time.toMillis()) / 1000.0;
    double fps = (status.framesDone() - status.framesReused()) / seconds;
    long frames = frames(status);
    String done = status.framesDone() + "/" + total(status) + " frames";
    String percent =
        frames > 0 ? String.format(Locale.ROOT, "%3d%% ", 100 * status.framesDone() / frames) : "";
    var parts = new ArrayList<Part>();
    parts.add(new Part(0, percent + done));
    if (status.analysed() != status.frames()) {
      parts.add(new Part(6, status.analysed() + " analysed"));
    }
    parts.add(new Part(4, status.gopsStored() + "/" + status.gops() + " GOPs"));
    parts.add(new Part(2, Text.fps(fps) + " fps"));
    if (status.framesDone() > 0) {
      double rate = status.bytes() * 8 / format.seconds(status.framesDone()) / 1000;
      parts.add(new Part(5, Text.number(0, rate) + " kb/s"));
    }
    parts.add(new Part(3, Text.clock(time)));
    if (frames > 0 && fps > 0) {
      long left = Math.round((frames - status.framesDone()) / fps);
      parts.add(new Part(1, "ETA " + Text.clock(Duration.ofSeconds(left))));
    }
    return parts;
  }

  /// A line for each busy slot.
  List<String> slots(JobStatus status, int columns) {
    return status.slots().stream().map(slot -> slot(slot, columns)).toList();
  }

  /// What is going on below the line for the whole job, as much as a window has room for: busy
  /// slots, by worker when there are other machines; or only workers, when there are too many
  /// slots.
  List<String> below(JobStatus status, Window window) {
    // one row is for the whole job, one for what was printed last
    int room = Math.max(1, window.rows() - 2);
    if (!WorkersText.isWorth(status.workers())) {
      return fitting(slots(status, window.columns()), room);
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
          .forEach(slot -> lines.add("  " + slot(slot, window.columns() - 2)));
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

  /// The bar is as long as there is room; without a bar there are no columns either.
  private static String slot(SlotStatus slot, int columns) {
    String wide = slot(slot, COLUMNS, bar(slot, BAR));
    int bar = BAR - Math.max(0, wide.length() - columns);
    return bar < LEAST_BAR ? slot(slot, COMPACT, "") : slot(slot, COLUMNS, bar(slot, bar));
  }

  private static String slot(SlotStatus slot, String layout, String bar) {
    double seconds = Math.max(1, slot.time().toMillis()) / 1000.0;
    return String.format(
        Locale.ROOT,
        layout,
        slot.slot(),
        slot.gop(),
        bar,
        slot.received(),
        slot.frames() < 0 ? "?" : "" + slot.frames(),
        Text.fps(slot.received() / seconds),
        slot.attempt() > 1 ? ", attempt " + slot.attempt() : "");
  }

  private static String bar(SlotStatus slot, int length) {
    if (slot.frames() <= 0) {
      return "[" + " ".repeat(length) + "]";
    }
    int done = (int) (length * slot.received() / slot.frames());
    int sent = (int) (length * Math.min(slot.sent(), slot.frames()) / slot.frames());
    return "["
        + "#".repeat(done)
        + "-".repeat(Math.max(0, sent - done))
        + " ".repeat(length - Math.max(sent, done))
        + "]";
  }
}
