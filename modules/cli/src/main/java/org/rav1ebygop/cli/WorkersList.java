package org.rav1ebygop.cli;

import com.google.gson.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.rav1ebygop.api.spi.WorkerInfo;

/// Workers on other machines, for people and for programs.
final class WorkersList {
  private static final List<String> HEAD =
      List.of("worker", "slots", "busy", "clients", "Mpx/s", "encoders");
  private static final double MEGA = 1e6;

  /// What stands before the folder of an encoder, which is of interest on its own machine only.
  private static final String PLACE = " at /";

  private WorkersList() {}

  /// A table and what it comes to.
  static List<String> lines(List<WorkerInfo> workers) {
    var rows = new ArrayList<List<String>>();
    rows.add(HEAD);
    workers.forEach(worker -> rows.add(row(worker)));
    var lines = new ArrayList<String>();
    if (!workers.isEmpty()) {
      rows.forEach(row -> lines.add(line(row, rows)));
    }
    lines.add(sum(workers));
    return lines;
  }

  /// One object on one line. `pixelRate` is in pixels of luma in a second, for one slot.
  static String json(List<WorkerInfo> workers) {
    var all = new JsonArray();
    for (WorkerInfo worker : workers) {
      var encoders = new JsonArray();
      worker.encoders().forEach(encoders::add);
      all.add(
          new Facts()
              .with("worker", worker.worker())
              .with("usable", worker.isUsable())
              .with("trouble", worker.trouble())
              .with("software", worker.software())
              .with("encoders", encoders)
              .with("slots", worker.slots())
              .with("busy", worker.busy())
              .with("clients", worker.clients())
              .with("pixelRate", Math.round(worker.pixelRate()))
              .json());
    }
    return new Facts()
        .with("workers", all)
        .with("slots", slots(workers))
        .with("busy", busy(workers))
        .json()
        .toString();
  }

  private static List<String> row(WorkerInfo worker) {
    if (!worker.isUsable()) {
      return List.of(worker.worker(), "-", "-", "-", "-", worker.trouble());
    }
    String encoders =
        worker.encoders().stream().map(WorkersList::withoutPlace).collect(Collectors.joining(", "));
    double rate = worker.pixelRate() / MEGA;
    return List.of(
        worker.worker(),
        "" + worker.slots(),
        "" + worker.busy(),
        "" + worker.clients(),
        rate > 0 ? Text.number(rate < 9.95 ? 2 : 1, rate) : "-",
        encoders);
  }

  private static String withoutPlace(String encoder) {
    int place = encoder.indexOf(PLACE);
    return place < 0 ? encoder : encoder.substring(0, place);
  }

  /// The first and last cells stand on the left of their column, numbers on the right.
  private static String line(List<String> row, List<List<String>> rows) {
    var line = new StringBuilder(row.getFirst());
    line.append(" ".repeat(width(rows, 0) - row.getFirst().length()));
    for (int i = 1; i < row.size() - 1; i++) {
      line.append(" ".repeat(2 + width(rows, i) - row.get(i).length())).append(row.get(i));
    }
    return line.append("  ").append(row.getLast()).toString();
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private static String sum(List<WorkerInfo> workers) {
    long usable = workers.stream().filter(WorkerInfo::isUsable).count();
    if (workers.isEmpty()) {
      return "no worker is there";
    }
    int slots = slots(workers);
    return String.format(
        Locale.ROOT,
        "%d of %s can be used%s",
        usable,
        Text.count(workers.size(), "worker"),
        usable == 0
            ? ""
            : ": %s, %s of them free"
                .formatted(Text.count(slots, "slot"), Math.max(0, slots - busy(workers))));
  }

  private static int slots(List<WorkerInfo> workers) {
    return workers.stream().mapToInt(WorkerInfo::slots).sum();
  }

  private static int busy(List<WorkerInfo> workers) {
    return workers.stream().mapToInt(WorkerInfo::busy).sum();
  }
}
