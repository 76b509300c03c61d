package org.rav1ebygop.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A moment in a run: just before or just after one of its threads changes what is on disk.
///
/// @param syscall that makes the change
/// @param file that is changed, from the folder of the film
/// @param count how often the thread has made this call on this file, this one included, from 1
/// @param after whether the change is made
record KillPoint(String syscall, String file, int count, boolean after) {
  /// What changes the disk; with `?` what some machines do not know. Opening counts when it makes a
  /// file, such as that of a lease.
  private static final String CHANGES =
      "?mkdir,?mkdirat,?rename,?renameat,?renameat2,fsync,fdatasync,?unlink,?unlinkat,?rmdir,"
          + "ftruncate,openat,write,pwrite64";

  private static final Pattern CALL =
      Pattern.compile("(\\d+) +(\\w+)\\((?:AT_FDCWD<[^>]*>, )?(?:\\d+<([^>]*)>|\"([^\"]*)\")(.*)");

  /// In microseconds: longer than anybody waits.
  private static final String FOREVER = "600000000";

  /// The start of a command that shows what a run changes on its stdout.
  static List<String> tracer() {
    return Strace.with("--seccomp-bpf", "-e", "trace=" + CHANGES);
  }

  /// Every moment in a traced run.
  ///
  /// @param trace that [#tracer] made
  static List<KillPoint> of(String trace, Path folder) {
    var points = new ArrayList<KillPoint>();
    var counts = new HashMap<String, Integer>();
    trace
        .lines()
        .map(CALL::matcher)
        .filter(Matcher::matches)
        .forEach(call -> {
          Path path = Path.of(call.group(3) == null ? call.group(4) : call.group(3));
          if (path.startsWith(folder)) {
            String file = folder.relativize(path).toString();
            int count = counts.merge(call.group(1) + call.group(2) + file, 1, Integer::sum);
            if (!call.group(2).equals("openat") || call.group(5).contains("O_CREAT")) {
              points.add(new KillPoint(call.group(2), file, count, false));
              points.add(new KillPoint(call.group(2), file, count, true));
            }
          }
        });
    return points.stream().distinct().toList();
  }

  /// The start of a command that kills the run before the change, or halts a thread after it and
  /// then says [#HALTED] on its stdout.
  List<String> striker(Path folder) {
    String injection = after ? "delay_exit=" + FOREVER : "signal=KILL";
    return Strace.with(
        "-P",
        folder.resolve(file).toString(),
        "-e",
        "trace=" + syscall,
        "-e",
        String.format(Locale.ROOT, "inject=%s:%s:when=%d", syscall, injection, count));
  }

  /// What the tracer says of a call whose thread it halts.
  static final String HALTED = "(DELAYED)";

  /// What kind of change it is, whatever the GOP and the count.
  String kind() {
    return "%s %s of %s"
        .formatted(
            after ? "after" : "before",
            syscall,
            file.replaceAll("(-[0-9a-f]{8}){1,2}-[0-9a-f]{64}.ivf", "-HASH")
                .replaceAll("\\.(ivf|obu)", "")
                .replaceAll("\\d+", "N"));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s %s %d of %s", after ? "after" : "before", syscall, count, file);
  }
}
