package org.rav1ebygop.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.KeyframeSplitter;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.api.spi.StreamSource;
import org.rav1ebygop.api.spi.StretchSplitter;
import org.rav1ebygop.engine.analysis.Analysis;
import org.rav1ebygop.engine.analysis.ContentSum;
import org.rav1ebygop.engine.assemble.Assembler;
import org.rav1ebygop.engine.frames.FrameSupply;
import org.rav1ebygop.engine.frames.SeekableSupply;
import org.rav1ebygop.engine.frames.StreamSupply;
import org.rav1ebygop.engine.job.EarlierJob;
import org.rav1ebygop.engine.job.EventDelivery;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobListener;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.engine.job.JobStatus;
import org.rav1ebygop.engine.lease.LeaseTable;
import org.rav1ebygop.engine.lease.Watchdog;
import org.rav1ebygop.engine.plan.FilmPlan;
import org.rav1ebygop.engine.resources.ResourceWatch;
import org.rav1ebygop.engine.splitting.Scouting;
import org.rav1ebygop.engine.store.FrameSums;
import org.rav1ebygop.engine.store.GopStore;
import org.rav1ebygop.engine.store.JobRecord;
import org.rav1ebygop.engine.store.KeyframeLog;

/// One source, one set of settings, one output. Analysis, slots and assembly run at the same time,
/// each on threads of its own; the lease table is what they meet at.
public final class FilmJob {
  private final JobSetup setup;
  private final EventDelivery events;
  private final FilmPlan plan = new FilmPlan();
  private final FrameSupply supply;
  private final JobRecord record;
  private final GopStore store;
  private final LeaseTable table;
  private final JobThreads threads;
  private final SlotOffers offers;
  private final Duration patience;
  private final JobEnd end;
  private boolean nothingStored;
  private final AtomicReference<Assembler.@Nullable Film> film = new AtomicReference<>();
  private volatile @Nullable Thread assembly;

  /// Opens or makes the job directory; nothing is encoded yet.
  ///
  /// @throws GopException when the directory belongs to another job or cannot be used
  public FilmJob(JobSetup setup, JobListener listener) {
    this(setup, listener, Duration.ofSeconds(10));
  }

  /// @param patience how long to wait for slots to come back once no more is leased
  FilmJob(JobSetup setup, JobListener listener, Duration patience) {
    this.setup = setup;
    this.patience = patience;
    this.events = new EventDelivery(listener, patience);
    JobSetup.Source source = setup.source();
    this.supply =
        switch (source.video()) {
          case SeekableSource file -> new SeekableSupply(file, source.limit());
          case StreamSource pipe ->
              new StreamSupply(pipe, source.limit(), source.memory(), setup.state().folder());
        };
    this.record = setup.record();
    try {
      this.store =
          GopStore.open(
              setup.state().folder(),
              new GopStore.Work(record, source.format(), frameSums()),
              message -> events.on(new JobEvent.Warning(message)));
    } catch (RuntimeException | Error e) {
      supply.free();
      throw e;
    }
    this.table =
        new LeaseTable(
            new LeaseTable.Work(plan, supply, store, System::nanoTime),
            new LeaseTable.Policy(
                setup.acceptance().maxTries(),
                source.video() instanceof StreamSource,
                setup.acceptance().proof(),
                setup.acceptance().proofElsewhere()),
            setup.encoding().backend()::identity,
            events);
    table.local().begin(setup.slots().atFirst());
    this.threads = new JobThreads(table, source);
    this.offers = new SlotOffers(setup, table, events);
    this.end = new JobEnd(setup, table, plan, events);
  }

  private FrameSums frameSums() {
    return switch (setup.source().video()) {
      case SeekableSource file -> FrameSums.of(file, this::requireUnchangedSource);
      case StreamSource _ -> FrameSums.none();
    };
  }

  /// Whether an unfinished job is in this directory.
  public static boolean exists(Path state) {
    return GopStore.holdsJob(state);
  }

  /// What an earlier run has left in a directory, compared with this job.
  ///
  /// @return null when there is no unfinished job
  /// @throws GopException of kind USAGE when the directory holds other files, of kind ENVIRONMENT
  ///   when it cannot be read, or another process works on it
  public static @Nullable EarlierJob earlier(JobSetup setup) {
    return GopStore.earlier(setup.state().folder(), setup.record());
  }

  /// Deletes what an unfinished job has left.
  public static void discard(Path state) {
    GopStore.delete(state);
  }

  /// Runs the job to its end. The job directory is deleted when the film is complete and verified,
  /// or when the job failed before anything was stored, and kept otherwise.
  ///
  /// @throws GopException when the job as a whole fails; finished GOPs are kept
  public JobResult run() throws InterruptedException {
    try (EventDelivery _ = events.start()) {
      long frames = store.isEmpty() ? supply.knownFrames() : -1;
      try (store;
          Watchdog _ = watchdog();
          ResourceWatch _ = JobResources.watch(setup, table, frames, events)) {
        encode();
      } finally {
        offers.close(patience);
        supply.free();
      }
      return end.result(film.get(), nothingStored);
    }
  }

  private Watchdog watchdog() {
    long pixels = (long) format().width() * format().height();
    return new Watchdog(table, setup.acceptance().stallTimeout(), pixels).start();
  }

  private FrameLayout format() {
    return setup.source().format().layout();
  }

  private void encode() throws InterruptedException {
    Thread assembler = threads.start("assembly", this::assemble);
    assembly = assembler;
    Thread analysis = threads.start("analysis", this::analyse);
    try {
      offers.start(threads);
      table.awaitOver();
      awaitSlots();
      if (!table.done()) {
        supply.close();
        assembler.interrupt();
      }
      // a pipe whose producer hangs is read until the caller closes it
      if (table.done() || setup.source().video() instanceof SeekableSource) {
        analysis.join();
      } else {
        analysis.interrupt();
      }
      assembler.join();
      nothingStored = store.isEmpty();
    } catch (InterruptedException e) {
      cancel();
      throw e;
    }
  }

  /// Slots that do not come back are left alone: nothing depends on them any more.
  private void awaitSlots() {
    if (!offers.await(patience) && !(offers.close(patience) && offers.await(patience))) {
      events.on(new JobEvent.Warning("an encoder does not end; it is left running"));
    }
  }

  /// Ends the job at once; [#run] then throws a [GopException] of kind INTERRUPTED, unless the film
  /// is complete already. Finished GOPs are kept.
  public void cancel() {
    supply.close();
    table.abort(new GopException(GopException.Kind.INTERRUPTED, "interrupted", null));
    Thread writer = assembly;
    if (writer != null) {
      writer.interrupt();
    }
    offers.close(patience);
  }

  /// Where the job stands.
  public JobStatus status() {
    return table.status();
  }

  private void analyse() throws InterruptedException {
    JobSetup.Splitting splitting = setup.splitting();
    try (KeyframeSplitter splitter =
        splitting.provider().open(setup.source().format(), splitting.settings())) {
      requireMemory(splitter.lookahead());
      ContentSum content =
          setup.source().video() instanceof StreamSource
              ? ContentSum.ofFrames()
              : ContentSum.none(this::requireUnchangedSource);
      var decided = new Analysis.Decided(plan, table);
      var analysis = new Analysis(supply, store.keyframes(), content, decided);
      // of a stream that can be told from others without its frames, none need be read
      boolean known =
          setup.source().video() instanceof StreamSource stream && stream.fingerprint() != null;
      KeyframeLog.Mark last = known ? store.endOfAll() : null;
      if (last != null) {
        analysis.repeat(last);
      } else if (store.keyframes().end() == null
          && setup.source().video() instanceof SeekableSource file
          && splitter instanceof StretchSplitter stretches) {
        int threads = Scouting.threads(splitting.threads(), stretches);
        try (var scouting = new Scouting(file, supply.knownFrames(), stretches, threads)) {
          analysis.run(scouting);
        }
      } else {
        analysis.run(splitter);
      }
    }
  }

  /// The frames whose decision is open and the one an encoder works on are held at the same time.
  private void requireMemory(int lookahead) {
    int frames = setup.source().memory().reserve();
    if (setup.source().video() instanceof StreamSource && frames <= lookahead + 2) {
      throw GopException.environment(
          String.format(
              Locale.ROOT,
              "there is memory for %d frames of the pipe, but finding keyframes takes %d; free some, or encode from a file",
              frames,
              lookahead + 3),
          null);
    }
  }

  private void assemble() throws InterruptedException {
    JobSetup.Output output = setup.output();
    var request =
        new Assembler.Request(
            setup.source().input(),
            setup.source().format(),
            supply.knownFrames(),
            output.muxer(),
            output.options(),
            output.target(),
            writer(),
            setup.source().video()::times,
            this::requireUnchangedSource);
    film.set(new Assembler(plan, table, store.guard()).run(request));
  }

  /// Jobs with one output differ in where their GOPs are.
  private String writer() {
    return HexFormat.of()
        .toHexDigits(setup.state().folder().toAbsolutePath().normalize().hashCode());
  }

  /// Some GOPs may be of one film and some of another when the file was written to meanwhile.
  private void requireUnchangedSource() {
    if (!setup.record().equals(record)) {
      throw GopException.input(
          "%s was changed while it was encoded; run again when nobody writes to it any more"
              .formatted(setup.source().input().name()));
    }
  }
}
