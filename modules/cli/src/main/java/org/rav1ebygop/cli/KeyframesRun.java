package org.rav1ebygop.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.Input;
import org.rav1ebygop.api.spi.KeyframeSplitter;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.api.spi.StreamSource;
import org.rav1ebygop.api.spi.StretchSplitter;
import org.rav1ebygop.api.spi.VideoSource;
import org.rav1ebygop.engine.JobSetup;
import org.rav1ebygop.engine.files.WrittenFile;
import org.rav1ebygop.engine.splitting.Scouting;
import org.rav1ebygop.registry.PluginProblem;
import org.rav1ebygop.registry.Registry;

/// One run of the keyframes command.
final class KeyframesRun {
  private final KeyframesCommand command;
  private final Console console;
  private final Registry registry;

  KeyframesRun(KeyframesCommand command, Console console) {
    this.command = command;
    this.registry = command.plugins.registry();
    this.console = console;
  }

  /// @return the exit code
  int run() throws InterruptedException {
    for (PluginProblem problem : registry.problems()) {
      console.warn(problem.toString());
    }
    KeyframeChoice choice = KeyframeChoice.of(command.keyframes, registry, false);
    try (var interrupt = new Interruptible(console)) {
      Input input = CliInput.of(command.inputs.getFirst());
      List<Report> reports = reports();
      Analysed film = analyse(input, choice, interrupt);
      for (Report report : reports) {
        report.write(film, interrupt);
      }
      return interrupt.settle(0);
    }
  }

  /// What to write, refusing what cannot be written before any work is done. Standard output comes
  /// last: who reads it may count on the files.
  private List<Report> reports() {
    var reports = new ArrayList<Report>();
    String json = command.json;
    String plot = command.plot;
    boolean jsonToStdout = "-".equals(json);
    command
        .keyframes
        .apart(command.inputs.getFirst())
        .writes("--json", "keyframes", json)
        .writes("--plot", "plot", plot);
    if (json != null && !jsonToStdout) {
      var file = WrittenFile.of(Destination.path(json), "--json", KeyframesJson.KIND);
      reports.add(Report.toFile(file, KeyframesJson::write));
    }
    if (plot != null) {
      var file = WrittenFile.of(Destination.path(plot), "--plot", KeyframesPlot.KIND);
      reports.add(Report.toFile(file, KeyframesPlot::write));
    }
    reports.add(
        Report.toStdout(console, jsonToStdout ? KeyframesJson::write : KeyframesText::write));
    return reports;
  }

  private Analysed analyse(Input input, KeyframeChoice choice, Interruptible interrupt)
      throws InterruptedException {
    try (VideoSource source =
        SourceOpening.open(registry, input, "rav1e-by-gop keyframes -", command.reading)) {
      VideoFormat format = source.format();
      int threads = Runtime.getRuntime().availableProcessors();
      JobSetup.Splitting splitting = choice.resolve(source, command.limit, threads);
      var findings = new Findings();
      long start = System.nanoTime();
      try (KeyframeSplitter splitter = splitting.provider().open(format, splitting.settings());
          var progress = new AnalysisProgress(console, command.noProgress)) {
        interrupt.before(progress::close);
        progress.start(findings, knownFrames(source));
        if (source instanceof SeekableSource file
            && splitter instanceof StretchSplitter stretches) {
          scout(file, stretches, splitting.threads(), findings);
        } else {
          read(source, frame -> splitter.push(frame).forEach(findings::add));
          splitter.finish().forEach(findings::add);
        }
      }
      if (findings.frames() == 0) {
        throw GopException.input("the input has no frames");
      }
      if (findings.frames() < command.limit) {
        warnBeyond(choice, format, findings.frames());
      }
      return new Analysed(
          input.name(),
          format.frameRate(),
          splitting.provider().id(),
          splitting.settings(),
          choice.forcedFrames(format.frameRate()),
          findings,
          Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private void scout(
      SeekableSource file, StretchSplitter splitter, int available, Findings findings)
      throws InterruptedException {
    int threads = Scouting.threads(available, splitter);
    try (var scouting = new Scouting(file, knownFrames(file), splitter, threads)) {
      List<KeyframeDecision> decisions = scouting.next(true);
      while (!decisions.isEmpty()) {
        decisions.forEach(findings::add);
        decisions = scouting.next(true);
      }
    }
  }

  private void warnBeyond(KeyframeChoice choice, VideoFormat format, int frames) {
    String warning = choice.beyond(format.frameRate(), frames);
    if (warning != null) {
      console.warn(warning);
    }
  }

  private long knownFrames(VideoSource source) {
    return source instanceof SeekableSource file ? Math.min(file.frameCount(), command.limit) : -1;
  }

  private interface FrameConsumer {
    void accept(Frame frame);
  }

  private void read(VideoSource source, FrameConsumer consumer) {
    switch (source) {
      case SeekableSource file -> {
        for (long i = 0; i < Math.min(file.frameCount(), command.limit); i++) {
          consumer.accept(file.frame(i));
          file.release(i);
        }
      }
      case StreamSource pipe -> {
        var layout = pipe.format().layout();
        try (Arena arena = Arena.ofConfined()) {
          MemorySegment data = arena.allocate(layout.frameBytes());
          for (long i = 0; i < command.limit && pipe.read(data); i++) {
            consumer.accept(new Frame(i, layout, data.asReadOnly()));
          }
        }
      }
    }
  }
}
