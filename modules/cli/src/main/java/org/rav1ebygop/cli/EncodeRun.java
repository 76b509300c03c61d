package org.rav1ebygop.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.ColorPrimaries;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.MatrixCoefficients;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.TransferCharacteristics;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.api.spi.Input;
import org.rav1ebygop.api.spi.KeyframeSplitter;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.api.spi.StreamSource;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.VideoSource;
import org.rav1ebygop.engine.FilmJob;
import org.rav1ebygop.engine.JobSetup;
import org.rav1ebygop.engine.job.FrameMemory;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.StallTimeout;
import org.rav1ebygop.registry.PluginProblem;
import org.rav1ebygop.registry.ProviderKind;
import org.rav1ebygop.registry.Registry;

/// One run of the encode command: from its options to a job, and from the job's end to an exit
/// code.
final class EncodeRun {
  private final EncodeCommand command;
  private final Console console;
  private final Events events;
  private final Registry registry = Home.registry();

  EncodeRun(EncodeCommand command, Console console, Events events) {
    this.command = command;
    this.console = console;
    this.events = events;
  }

  /// @return the exit code
  int run() throws InterruptedException {
    for (PluginProblem problem : registry.problems()) {
      console.warn(problem.toString());
    }
    Destination destination = Destination.of(command, registry);
    KeyframeChoice keyframes = KeyframeChoice.of(command.keyframes, registry, command.speed == 10);
    EncoderSettings encoding =
        new EncoderSettings(
            command.speed, command.quantizer, command.maxBitrate, command.tiles, encoderOptions());
    requirePositive("--limit", command.limit);
    requirePositive("--max-tries", command.maxTries);
    StallTimeout stallTimeout = StallTimeouts.of(command.stallTimeout);
    Verification verification = Verification.of(command, registry);
    EncoderBackendProvider encoder = registry.require(ProviderKind.ENCODER, command.encoder);
    Input input = CliInput.of(command.inputs.getFirst());
    destination.requireOtherThan(input);
    try (VideoSource source =
        SourceOpening.open(
            registry, input, "rav1e-by-gop - -o " + Text.shell(destination.name()))) {
      VideoFormat format = recolored(source.format());
      JobSetup.Splitting splitting = keyframes.resolve(source, command.limit, splitterThreads());
      if (source instanceof SeekableSource file) {
        warn(keyframes.beyond(format.frameRate(), file.frameCount()));
      }
      try (EncoderBackend backend = encoder.open(format, encoding)) {
        return encode(
            new Opened(input, source, format, stallTimeout, verification),
            new Splitting(keyframes, splitting),
            new JobSetup.Encoding(encoder, backend, encoding),
            destination);
      }
    }
  }

  private record Opened(
      Input input,
      VideoSource source,
      VideoFormat format,
      StallTimeout stallTimeout,
      Verification verification) {

    JobSetup.Acceptance acceptance(int maxTries) {
      return new JobSetup.Acceptance(maxTries, stallTimeout, verification.proof());
    }
  }

  private record Splitting(KeyframeChoice choice, JobSetup.Splitting resolved) {}

  private int encode(
      Opened opened, Splitting keyframes, JobSetup.Encoding encoding, Destination destination)
      throws InterruptedException {
    JobSetup.Splitting splitting = keyframes.resolved;
    SlotPlan slots = slotPlan(encoding);
    // The memory that the slots leave is for frames of the pipe.
    int most = opened.source instanceof SeekableSource ? slots.most() : slots.slots();
    PipeMemory memory = pipeMemory(opened, splitting, slots);
    boolean goesOn = destination.settleEarlierWork(command, console);
    Transport local =
        registry
            .require(ProviderKind.TRANSPORT, "local")
            .open(Options.NONE.with("slots", "" + most));
    var setup =
        new JobSetup(
            new JobSetup.Source(
                opened.input, opened.source, opened.format, command.limit, memory.frames()),
            splitting,
            encoding,
            List.of(local),
            new JobSetup.Output(destination.muxer(), Options.NONE, destination.target()),
            destination.state(),
            new JobSetup.Slots(
                slots.slots(), most, slots.keepFree(), () -> Machine.look().availableMemory()),
            opened.acceptance(command.maxTries));
    events.job(setup, opened.input.name(), destination.name(), goesOn);
    try (Progress progress = new LoggedProgress(progress(opened.format), events)) {
      var job = new FilmJob(setup, event -> tell(event, progress, opened, keyframes.choice));
      if (goesOn) {
        console.err().println("going on with the unfinished encode in " + destination.state());
      }
      announce(opened, memory);
      announce(encoding, slots);
      console.err().println(opened.verification.notice());
      var summary = new Summary(console.err(), opened.format);
      var shown = new JobRun.Shown(progress, events, summary, destination.name());
      return new JobRun(job, shown, console, command.overwrite).run();
    }
  }

  /// Passes an event on. The length of a pipe, and what lies past it, is known when all is planned.
  private void tell(JobEvent event, Progress progress, Opened opened, KeyframeChoice keyframes) {
    progress.on(event);
    if (event instanceof JobEvent.Planned(long frames, int _)
        && opened.source instanceof StreamSource
        && frames < command.limit) {
      String warning = keyframes.beyond(opened.format.frameRate(), frames);
      if (warning != null) {
        progress.on(new JobEvent.Warning(warning));
      }
    }
  }

  private VideoFormat recolored(VideoFormat format) {
    return format.withColor(
        format
            .color()
            .with(
                Names.constant(ColorPrimaries.class, "--primaries", command.primaries),
                Names.constant(TransferCharacteristics.class, "--transfer", command.transfer),
                Names.constant(MatrixCoefficients.class, "--matrix", command.matrix)));
  }

  private Options encoderOptions() {
    Options options = Names.options(command.encoderOptions);
    @Nullable String path = command.rav1e;
    return path == null ? options : options.with("path", path);
  }

  private int splitterThreads() {
    int all = Runtime.getRuntime().availableProcessors();
    @Nullable Integer given = command.threads;
    return given == null ? all : Math.clamp(given, 1, all);
  }

  private SlotPlan slotPlan(JobSetup.Encoding encoding) {
    return SlotPlan.of(
        new SlotPlan.Wish(
            command.threads, command.localWorkers, command.tiles, MemoryUse.of(command.memory)),
        encoding.backend().memoryPerEncoder(),
        Machine.look());
  }

  /// Refuses wrong options of the splitter too, before anything is begun.
  private PipeMemory pipeMemory(Opened opened, JobSetup.Splitting splitting, SlotPlan slots) {
    int lookahead;
    try (KeyframeSplitter splitter =
        splitting.provider().open(opened.format, splitting.settings())) {
      lookahead = splitter.lookahead();
    }
    if (opened.source instanceof SeekableSource) {
      if (command.tmpInput || command.frameMemory != null) {
        console.warn("--tmp-input and --frame-memory are for pipes; a file is read where it is");
      }
      return new PipeMemory(0, FrameMemory.NONE);
    }
    return PipeMemory.of(
        new PipeMemory.Film(opened.format.layout(), command.keyframes.usualKeyint(), lookahead),
        new PipeMemory.Wish(command.frameMemory, command.tmpInput),
        slots.slots(),
        slots.left());
  }

  private void announce(Opened opened, PipeMemory memory) {
    String frames =
        opened.source instanceof SeekableSource file
            ? ", " + Text.count(Math.min(file.frameCount(), command.limit), "frame")
            : ", from a pipe: waiting frames, compressed, and this program take up to %s%s"
                .formatted(
                    Text.bytes(memory.bytes()),
                    command.tmpInput ? "; further frames wait on disk" : "");
    console
        .err()
        .printf(
            "%s: %s, %s fps%s%n",
            opened.input.name(),
            opened.format.layout(),
            Text.number(3, opened.format.frameRate().value()),
            frames);
  }

  private void announce(JobSetup.Encoding encoding, SlotPlan slots) {
    console
        .err()
        .printf(
            "%s %s, speed %d, quantizer %d, %s: %s%n",
            encoding.provider().id(),
            encoding.backend().identity().version(),
            command.speed,
            command.quantizer,
            Text.count(slots.slots(), "slot"),
            slots.reason());
  }

  private Progress progress(VideoFormat format) {
    if (command.noProgress) {
      return new PlainProgress(console.err(), format, command.verbose, null);
    }
    return Console.isTerminal()
        ? new LiveProgress(console.err(), format, command.verbose)
        : new PlainProgress(console.err(), format, command.verbose, PlainProgress.EVERY);
  }

  private void warn(@Nullable String message) {
    if (message != null) {
      console.warn(message);
    }
  }

  private static void requirePositive(String option, long value) {
    if (value < 1) {
      throw GopException.usage("%s is 1 or more, not %d".formatted(option, value));
    }
  }
}
