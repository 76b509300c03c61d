package org.rav1ebygop.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.Input;
import org.rav1ebygop.api.spi.KeyframeSplitter;
import org.rav1ebygop.api.spi.MuxPlan;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.api.spi.StreamSource;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.TransportProvider;
import org.rav1ebygop.api.spi.VideoSource;
import org.rav1ebygop.engine.FilmJob;
import org.rav1ebygop.engine.JobSetup;
import org.rav1ebygop.engine.job.FrameMemory;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.OutputTarget;
import org.rav1ebygop.machine.Machine;
import org.rav1ebygop.registry.PluginProblem;
import org.rav1ebygop.registry.Registry;

/// One run of the encode command: from its options to a job, and from the job's end to an exit
/// code.
final class EncodeRun {
  /// So many slots of other machines, of which nothing is known yet, get memory for frames of a
  /// pipe.
  private static final int SLOTS_ELSEWHERE = 8;

  private final EncodeCommand command;
  private final Console console;
  private final Events events;
  private final Registry registry;

  EncodeRun(EncodeCommand command, Console console, Events events) {
    this.command = command;
    this.registry = command.plugins.registry();
    this.console = console;
    this.events = events;
  }

  /// @param interrupt ends the process by a signal until a job does so
  /// @return the exit code
  int run(Interruptible interrupt) throws InterruptedException {
    interrupt.before(this::tellOfInterruption);
    for (PluginProblem problem : registry.problems()) {
      console.warn(problem.toString());
    }
    var question = new Question(console, command.inputs.getFirst().equals("-"), interrupt);
    var lookup = new WorkersLookup(console, question);
    EncodeChoices choices = EncodeChoices.of(command, registry, lookup);
    Destination destination = Destination.of(command, registry);
    var earlier = new EarlierWork(destination, command, console, question);
    earlier.requirePossible();
    Input input = CliInput.of(command.inputs.getFirst());
    try (VideoSource video =
        SourceOpening.open(
            registry,
            input,
            "rav1e-by-gop - -o " + Text.shell(destination.argument()),
            command.reading)) {
      VideoFormat format = choices.color().in(video.format());
      var film = new JobSetup.Source(input, video, format, command.limit, FrameMemory.NONE);
      var output =
          new JobSetup.Output(
              destination.muxer(),
              command.muxing.own(
                  destination.muxer(), command.limit != Long.MAX_VALUE, command.reading.own()),
              destination.target());
      List<String> notes = notes(film, output);
      JobSetup.Splitting splitting =
          choices.keyframes().resolve(video, command.limit, choices.machine().splitterThreads());
      if (video instanceof SeekableSource file) {
        warn(choices.keyframes().beyond(format.frameRate(), file.frameCount()));
      }
      try (ReadyEncoder encoder = ReadyEncoder.of(choices, format, console)) {
        var work = new Work(choices, film, splitting, encoder, output, destination, notes);
        return encode(work, earlier, interrupt);
      }
    }
  }

  /// What does not become of the film as it is, refusing before it is encoded what the container
  /// cannot hold.
  private static List<String> notes(JobSetup.Source film, JobSetup.Output output) {
    boolean file = output.target() instanceof OutputTarget.File;
    var plan = new MuxPlan(film.format(), film.input(), output.options(), file);
    return Stream.concat(film.video().notes().stream(), output.muxer().check(plan).stream())
        .toList();
  }

  private void tellOfInterruption() {
    events.end(new GopException(GopException.Kind.INTERRUPTED, "interrupted", null));
    events.close();
  }

  /// What there is to do.
  ///
  /// @param film without memory for its frames
  /// @param notes for the user
  private record Work(
      EncodeChoices choices,
      JobSetup.Source film,
      JobSetup.Splitting splitting,
      ReadyEncoder encoder,
      JobSetup.Output output,
      Destination destination,
      List<String> notes) {

    JobSetup.Encoding encoding() {
      return new JobSetup.Encoding(choices.encoder(), encoder.backend(), choices.settings());
    }

    boolean isPipe() {
      return film.video() instanceof StreamSource;
    }
  }

  private int encode(Work work, EarlierWork earlier, Interruptible interrupt)
      throws InterruptedException {
    SlotPlan.Wish wish = work.choices.machine().slots();
    SlotPlan slots =
        work.choices.places().isHere()
            ? SlotPlan.of(wish, work.encoder.backend().memoryPerEncoder(), Machine.look())
            : SlotPlan.none(wish, Machine.look());
    PipeMemory memory = pipeMemory(work, slots);
    FilmFindings findings = FilmFindings.open(metricsTable(), work.film.format().layout(), events);
    JobSetup setup = setup(work, slots, memory);
    boolean resumed = earlier.settle(setup);
    events.job(setup, work.film.input().name(), work.destination.name(), resumed);
    var announcement = new Announcement(console, command);
    VideoFormat format = work.film.format();
    var text = new StatusText(format, Announcement.expected(work.film));
    GopFolder gops = work.destination.gops();
    gops.make();
    try (Progress progress = new LoggedProgress(announcement.progress(text), events)) {
      var job = new FilmJob(setup, event -> tell(event, progress, work, findings));
      earlier.tell(resumed);
      announcement.film(work.film, memory);
      work.notes.forEach(note -> console.err().println("  " + note));
      announcement.encoding(setup.encoding(), slots, work.choices.places().others());
      console.err().println(work.choices.acceptance().verification().notice());
      work.destination.tellOfLink(console);
      var summary = new Summary(console.err(), format, findings);
      var shown = new JobRun.Shown(progress, events, summary, work.destination.name());
      var left = new Leftovers(gops, command.overwrite);
      return new JobRun(job, shown, console, left).run(interrupt);
    } finally {
      gops.sweep();
    }
  }

  /// @return null when none is wanted
  private @Nullable String metricsTable() {
    String table = command.encoding.metrics;
    if (table != null && table.equals("-")) {
      throw GopException.usage("--metrics writes a file, which - is not: name one");
    }
    return table;
  }

  private JobSetup setup(Work work, SlotPlan slots, PipeMemory memory) {
    // The memory that the slots leave is for frames of the pipe.
    int most = work.isPipe() ? slots.slots() : slots.most();
    var transports = new ArrayList<Transport>();
    TransportProvider here = work.choices.places().here();
    if (most > 0 && here != null) {
      transports.add(Places.local(here, command.places, most));
    }
    Transport others = work.encoder.others();
    if (others != null) {
      transports.add(others);
    }
    JobSetup.Source film = work.film;
    Destination destination = work.destination;
    return new JobSetup(
        new JobSetup.Source(
            film.input(), film.video(), film.format(), film.limit(), memory.frames()),
        work.splitting,
        work.encoding(),
        transports,
        work.output,
        destination.gops().state(),
        most == 0
            ? JobSetup.Slots.fixed(1)
            : new JobSetup.Slots(
                slots.slots(), most, slots.keepFree(), () -> Machine.look().availableMemory()),
        work.choices.acceptance().ofJob());
  }

  /// Passes an event on. The length of a pipe, and what lies past it, is known when all is planned.
  private void tell(JobEvent event, Progress progress, Work work, FilmFindings findings) {
    findings.add(event);
    progress.on(event);
    if (event instanceof JobEvent.Planned(long frames, int _)
        && work.isPipe()
        && frames < command.limit) {
      String warning = work.choices.keyframes().beyond(work.film.format().frameRate(), frames);
      if (warning != null) {
        progress.on(new JobEvent.Warning(warning));
      }
    }
  }

  /// Refuses wrong options of the splitter too, before anything is begun.
  private PipeMemory pipeMemory(Work work, SlotPlan slots) {
    VideoFormat format = work.film.format();
    JobSetup.Splitting splitting = work.splitting;
    int lookahead;
    try (KeyframeSplitter splitter = splitting.provider().open(format, splitting.settings())) {
      lookahead = splitter.lookahead();
    }
    if (!work.isPipe()) {
      if (command.tmpInput || command.frameMemory != null) {
        console.warn("--tmp-input and --frame-memory are for pipes; a file is read where it is");
      }
      return new PipeMemory(0, FrameMemory.NONE);
    }
    return PipeMemory.of(
        new PipeMemory.Film(format.layout(), command.keyframes.usualKeyint(), lookahead),
        work.choices.machine().frames(),
        slots.slots() + (work.encoder.others() == null ? 0 : SLOTS_ELSEWHERE),
        slots.left());
  }

  private void warn(@Nullable String message) {
    if (message != null) {
      console.warn(message);
    }
  }
}
