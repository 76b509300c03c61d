package org.rav1ebygop.splitter.scenecut;

import com.sun.management.OperatingSystemMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.engine.splitting.Scouting;
import org.rav1ebygop.input.y4m.Y4mReaderProvider;
import org.rav1ebygop.testkit.Inputs;

/// Finds the keyframes of y4m files, at both speeds, and measures it in rounds: in one pass on one
/// thread beside a copy of the luma, in milliseconds of CPU a frame, those in user mode first, and
/// on one and two threads of their own, in milliseconds by the clock and of CPU of the process,
/// which tells what two threads cost also when others take the processors. The first rounds hold
/// the compilation.
public final class FilmBench {
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final SplitterSettings SETTINGS = new SplitterSettings(12, 240, Options.NONE);

  private final SeekableSource film;

  private FilmBench(SeekableSource film) {
    this.film = film;
  }

  /// @param args how many rounds, and the files; no rounds: only the keyframes
  public static void main(String[] args) throws InterruptedException {
    int rounds = Integer.parseInt(args[0]);
    for (String file : List.of(args).subList(1, args.length)) {
      var input = Inputs.file(Path.of(file));
      try (var film = (SeekableSource) new Y4mReaderProvider().open(input, Options.NONE)) {
        var bench = new FilmBench(film);
        for (int round = 1; round <= rounds; round++) {
          bench.round(file + " round " + round);
        }
        for (Speed speed : Speed.values()) {
          System.out.println(file + " " + speed + " " + keyframes(bench.inOnePass(speed)));
        }
      }
    }
  }

  private void round(String name) throws InterruptedException {
    var text = new StringBuilder(name);
    cpu(text, "copy of luma", this::copy);
    for (Speed speed : Speed.values()) {
      cpu(text, speed + " CPU", () -> inOnePass(speed));
      for (int threads = 1; threads <= 2; threads++) {
        long start = System.nanoTime();
        long process = PROCESS.getProcessCpuTime();
        scouted(speed, threads);
        append(text, speed + " x" + threads, System.nanoTime() - start);
        append(text, "process", PROCESS.getProcessCpuTime() - process);
      }
    }
    System.out.println(text);
  }

  private void copy() {
    MemorySegment target =
        MemorySegment.ofArray(new byte[(int) film.format().layout().planeBytes(0)]);
    for (long i = 0; i < film.frameCount(); i++) {
      target.copyFrom(film.frame(i).plane(0));
      film.release(i);
    }
  }

  private List<KeyframeDecision> inOnePass(Speed speed) {
    var decisions = new ArrayList<KeyframeDecision>();
    try (var splitter = new ScenecutSplitter(film.format().layout(), speed, SETTINGS)) {
      for (long i = 0; i < film.frameCount(); i++) {
        decisions.addAll(splitter.push(film.frame(i)));
        film.release(i);
      }
      decisions.addAll(splitter.finish());
    }
    return decisions;
  }

  private void scouted(Speed speed, int threads) throws InterruptedException {
    try (var splitter = new ScenecutSplitter(film.format().layout(), speed, SETTINGS);
        var scouting = new Scouting(film, film.frameCount(), splitter, threads)) {
      while (!scouting.next(true).isEmpty()) {
        // until the end
      }
    }
  }

  private void cpu(StringBuilder text, String what, Runnable task) {
    ThreadMXBean times = ManagementFactory.getThreadMXBean();
    long user = times.getCurrentThreadUserTime();
    long all = times.getCurrentThreadCpuTime();
    task.run();
    append(text, what + " user", times.getCurrentThreadUserTime() - user);
    append(text, "all", times.getCurrentThreadCpuTime() - all);
  }

  private void append(StringBuilder text, String what, long nanos) {
    text.append(String.format(Locale.ROOT, "  %s %.3f", what, nanos / 1e6 / film.frameCount()));
  }

  private static String keyframes(List<KeyframeDecision> decisions) {
    return decisions.stream()
        .filter(KeyframeDecision::keyframe)
        .map(decision -> Long.toString(decision.frame()))
        .collect(Collectors.joining(","));
  }
}
