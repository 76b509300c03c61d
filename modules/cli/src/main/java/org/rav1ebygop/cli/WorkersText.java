package org.rav1ebygop.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.job.JobStatus;
import org.rav1ebygop.engine.job.WorkerStatus;

/// What workers do, as lines.
final class WorkersText {
  private static final int MOST_NAME = 24;

  private WorkersText() {}

  /// Whether any of them is on another machine.
  static boolean isWorth(List<WorkerStatus> workers) {
    return workers.stream().anyMatch(WorkersText::isElsewhere);
  }

  /// A line for each that is there, then one for each that is not.
  static List<String> live(JobStatus status) {
    int width = nameWidth(status.workers());
    return shown(status).stream()
        .map(worker ->
            worker.present()
                ? live(worker, width)
                : "  %s  %s".formatted(padded(worker.worker(), width), absent(worker)))
        .toList();
  }

  /// Those that [#live] has a line for, in its order.
  static List<WorkerStatus> shown(JobStatus status) {
    return status.workers().stream()
        .sorted(Comparator.comparing(worker -> !worker.present()))
        .toList();
  }

  /// A table of all, for the summary.
  static List<String> table(List<WorkerStatus> workers) {
    int width = Math.max(nameWidth(workers), "worker".length());
    var lines = new ArrayList<String>();
    lines.add(
        row(width, "worker", List.of("slots", "GOPs", "frames", "fps", "failed", "sent", "back")));
    for (WorkerStatus worker : workers) {
      lines.add(
          row(
              width,
              worker.worker(),
              List.of(
                  "" + worker.slots(),
                  "" + worker.gops(),
                  "" + worker.frames(),
                  Text.fps(worker.fps()),
                  "" + worker.failed(),
                  bytes(worker.sent()),
                  bytes(worker.received()))));
    }
    for (WorkerStatus worker : workers) {
      if (!worker.reason().isEmpty()) {
        lines.add("  %s %s".formatted(worker.worker(), absent(worker)));
      }
    }
    return lines;
  }

  private static String row(int width, String name, List<String> cells) {
    var line = new StringBuilder("  ").append(padded(name, width));
    int[] widths = {6, 6, 8, 7, 7, 9, 9};
    for (int i = 0; i < cells.size(); i++) {
      line.append(" ".repeat(Math.max(1, widths[i] - cells.get(i).length())));
      line.append(cells.get(i));
    }
    return line.toString();
  }

  private static String live(WorkerStatus worker, int width) {
    String text =
        String.format(
            Locale.ROOT,
            "  %s %3d/%-3d slots %4d GOPs %6s fps",
            padded(worker.worker(), width),
            worker.busy(),
            worker.slots(),
            worker.gops(),
            Text.fps(worker.fps()));
    return worker.sent() < 0
        ? text
        : text + ", %s sent, %s back".formatted(bytes(worker.sent()), bytes(worker.received()));
  }

  private static String absent(WorkerStatus worker) {
    return (worker.slots() == 0 ? "was never there" : "is gone")
        + (worker.reason().isEmpty() ? "" : ": " + worker.reason());
  }

  private static String bytes(long bytes) {
    return bytes < 0 ? "-" : Text.bytes(bytes);
  }

  private static int nameWidth(List<WorkerStatus> workers) {
    return workers.stream()
        .mapToInt(worker -> Math.min(MOST_NAME, worker.worker().length()))
        .max()
        .orElse(0);
  }

  private static String padded(String name, int width) {
    return name + " ".repeat(Math.max(0, width - name.length()));
  }

  private static boolean isElsewhere(WorkerStatus worker) {
    return !worker.worker().equals(Slot.LOCAL);
  }
}
