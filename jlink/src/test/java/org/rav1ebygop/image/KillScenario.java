package org.rav1ebygop.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;

/// An encode to be killed.
///
/// @param film to encode
/// @param pipe whether it comes through a pipe, whose producer begins again for each run
/// @param workers GOPs to encode at a time
/// @param container `ivf` or `obu`
/// @param splitter `fixed` or `scenecut`
record KillScenario(Path film, boolean pipe, int workers, String container, String splitter) {
  /// How every process of a run is known, also when it has lost its parent.
  static final String MARK = "RAV1E_BY_GOP_KILLED";

  /// All there are, in an order in which every film, every way in, and every other choice comes
  /// early.
  static List<KillScenario> all(Random random) throws IOException {
    var rest = new ArrayList<KillScenario>();
    for (Path film : films()) {
      for (int i = 0; i < 16; i++) {
        rest.add(
            new KillScenario(
                film,
                (i & 1) == 0,
                1 + (i >> 1 & 1),
                (i & 4) == 0 ? "ivf" : "obu",
                (i & 8) == 0 ? "fixed" : "scenecut"));
      }
    }
    Collections.shuffle(rest, random);
    var ordered = new ArrayList<KillScenario>();
    var seen = new HashSet<Object>();
    while (!rest.isEmpty()) {
      KillScenario next =
          Collections.max(rest, (a, b) -> Integer.compare(a.unseen(seen), b.unseen(seen)));
      rest.remove(next);
      ordered.add(next);
      seen.addAll(next.choices());
    }
    return ordered;
  }

  /// The program, not started, which writes into a folder.
  ///
  /// @param prefix of the command, such as a tracer
  /// @param mark of all its processes
  Run run(Image image, List<String> prefix, Path folder, String mark) {
    var command = new ArrayList<Object>(prefix);
    command.add(image.launcher());
    command.add(pipe ? "-" : film);
    command.addAll(List.of("-o", folder.resolve(output()), "-v", "--no-progress", "--speed", 10));
    command.addAll(List.of("--local-workers", workers, "--splitter", splitter, "--min-keyint", 2));
    command.addAll(List.of("--keyint", splitter.equals("fixed") ? 6 : 9));
    Run run = new Run(command.removeFirst().toString(), command.toArray());
    run.with(MARK, mark).with("RAV1E_BY_GOP_PASS_ENV", MARK).in(folder);
    return pipe ? run.stdinOpen() : run;
  }

  /// Starts a run, and the producer when there is a pipe.
  Running start(Run run) throws IOException {
    Running running = run.start();
    if (pipe) {
      Thread.ofPlatform().daemon().start(() -> produce(running.stdin()));
    }
    return running;
  }

  /// The name of the film that is made.
  String output() {
    return "out." + container;
  }

  /// What decides the bytes of the film.
  String bytes() {
    return film.getFileName() + " " + container + " " + splitter;
  }

  @Override
  public String toString() {
    return "%s from %s, %s, %s to %s"
        .formatted(
            film.getFileName(),
            pipe ? "a pipe" : "its file",
            splitter,
            workers == 1 ? "1 worker" : workers + " workers",
            container);
  }

  private static List<Path> films() throws IOException {
    return List.of(
        Clips.synthetic(new FrameLayout(128, 72, ChromaSampling.CS420, 8), 26, 7, 15),
        Clips.ffmpeg("kill-testsrc2", "testsrc2=size=144x80:rate=25", 20, "yuv420p10le"),
        Clips.ffmpeg("kill-mandelbrot", "mandelbrot=size=112x64:rate=25", 24, "yuv444p"));
  }

  private int unseen(Set<Object> seen) {
    return (int) choices().stream().filter(choice -> !seen.contains(choice)).count();
  }

  private List<Object> choices() {
    return List.of(film, pipe, workers, container, splitter);
  }

  private void produce(OutputStream pipe) {
    try (pipe) {
      Files.copy(film, pipe);
    } catch (IOException _) {
      // Nobody reads any more.
    }
  }
}
