package org.rav1ebygop.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.EncodeJob;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.KeyframeSplitter;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.api.spi.StreamSource;
import org.rav1ebygop.api.spi.StretchSplitter;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.WorkerListener;
import org.rav1ebygop.engine.analysis.Analysis;
import org.rav1ebygop.engine.analysis.ContentSum;
import org.rav1ebygop.engine.assemble.Assembler;
import org.rav1ebygop.engine.frames.FrameSupply;
import org.rav1ebygop.engine.frames.SeekableSupply;
import org.rav1ebygop.engine.frames.StreamSupply;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobListener;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.engine.job.JobStatus;
import org.rav1ebygop.engine.job.SetAside;
import org.rav1ebygop.engine.lease.LeaseTable;
import org.rav1ebygop.engine.plan.FilmPlan;
import org.rav1ebygop.engine.splitting.Scouting;
import org.rav1ebygop.engine.store.GopStore;

/// One source, one set of settings, one output. Analysis, slots and assembly run at the same time,
/// each on threads of its own; the lease table is what they meet at.
public final class FilmJob {
  private final JobSetup setup;
  private final JobListener listener;
  private final FilmPlan plan = new FilmPlan();
  private final FrameSupply supply;
  private final GopStore store;
  private final LeaseTable table;
  private boolean nothingStored;
  private final long startNanos = System.nanoTime();
  private final AtomicReference<Assembler.@Nullable Film> film = new AtomicReference<>();
  private final AtomicReference<@Nullable GopException> lost = new AtomicReference<>();
  private volatile @Nullable Thread assembly;

  /// Opens or makes the job directory; nothing is encoded yet.
  ///
  /// @throws GopException when the directory belongs to another job or cannot be used
  public FilmJob(JobSetup setup, JobListener listener) {
    this.setup = setup;
    this.listener = listener;
    JobSetup.Source source = setup.source();
    this.supply =
        switch (source.video()) {
          case SeekableSource file -> new SeekableSupply(file, source.limit());
          case StreamSource pipe -> new StreamSupply(pipe, source.limit(), source.buffers());
        };
    this.store =
        GopStore.open(
            setup.state(),
            setup.record(),
            source.format(),
            message -> listener.on(new JobEvent.Warning(message)));
    this.table =
        new LeaseTable(
            new LeaseTable.Work(plan, supply, store),
            new LeaseTable.Policy(setup.maxTries(), source.video() instanceof StreamSource),
            setup.encoding().backend()::identity,
            listener);
  }

  /// Whether an unfinished job is in this directory.
  public static boolean exists(Path state) {
    return GopStore.holdsJob(state);
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
    try (store) {
      encode();
    } finally {
      setup.transports().forEach(Transport::close);
    }
    return result();
  }

  private void encode() throws InterruptedException {
    Thread assembler = start("assembly", this::assemble);
    assembly = assembler;
    Thread analysis = start("analysis", this::analyse);
    try {
      var slots = new ArrayList<Thread>();
      for (Transport transport : setup.transports()) {
        slots.add(start("transport", () -> offerSlots(transport)));
      }
      for (Thread slot : slots) {
        slot.join();
      }
      if (!table.done()) {
        table.abort(noSlotLeft());
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

  /// Ends the job at once; [#run] then throws a [GopException] of kind INTERRUPTED, unless the film
  /// is complete already. Finished GOPs are kept.
  public void cancel() {
    supply.close();
    table.abort(
        new GopException(
            GopException.Kind.INTERRUPTED,
            "interrupted; finished GOPs are kept, run again with --resume",
            null));
    Thread writer = assembly;
    if (writer != null) {
      writer.interrupt();
    }
    setup.transports().forEach(Transport::close);
  }

  /// Where the job stands.
  public JobStatus status() {
    return table.status();
  }

  private interface Task {
    void run() throws InterruptedException;
  }

  /// A platform thread, because much of the work waits for files and pipes, which would hold the
  /// carrier of a virtual one. Whatever it fails with ends the job.
  private Thread start(String name, Task task) {
    return Thread.ofPlatform()
        .name(name)
        .daemon()
        .start(() -> {
          try {
            task.run();
          } catch (GopException e) {
            table.abort(e);
          } catch (InterruptedException _) {
            // only this job interrupts its threads, when it has been aborted already
          } catch (RuntimeException | Error e) {
            table.abort(GopException.bug("%s failed: %s".formatted(name, e), e));
          }
        });
  }

  /// A transport that fails leaves the work to the others.
  private void offerSlots(Transport transport) throws InterruptedException {
    try {
      transport.run(new Job(), table, new Workers());
    } catch (GopException e) {
      if (e.kind() == GopException.Kind.BUG) {
        throw e;
      }
      lost.compareAndSet(null, e);
      if (setup.transports().size() > 1) {
        listener.on(new JobEvent.Warning(e.getMessage()));
      }
    }
  }

  private GopException noSlotLeft() {
    GopException reason = lost.get();
    return reason != null
        ? reason
        : GopException.encoder(
            "no slot is left to encode with; finished GOPs are kept, run again with --resume",
            null);
  }

  private void analyse() throws InterruptedException {
    JobSetup.Splitting splitting = setup.splitting();
    try (KeyframeSplitter splitter =
        splitting.provider().open(setup.source().format(), splitting.settings())) {
      requireBuffers(splitter.lookahead());
      ContentSum content =
          setup.source().video() instanceof StreamSource
              ? ContentSum.ofFrames()
              : ContentSum.none();
      var decided = new Analysis.Decided(plan, table);
      var analysis = new Analysis(supply, store.keyframes(), content, decided);
      if (store.keyframes().end() == null
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
  private void requireBuffers(int lookahead) {
    int buffers = setup.source().buffers();
    if (setup.source().video() instanceof StreamSource && buffers <= lookahead + 2) {
      throw GopException.environment(
          "there is memory for %d frames of the pipe, but finding keyframes takes %d; free some, or encode from a file"
              .formatted(buffers, lookahead + 3),
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
            output.target());
    film.set(new Assembler(plan, table, store.guard()).run(request));
  }

  private JobResult result() {
    Assembler.Film made = film.get();
    GopException reason = table.abortReason();
    if (reason != null && made == null) {
      if (nothingStored && reason.kind() != GopException.Kind.INTERRUPTED) {
        deleteState("the job failed");
      }
      throw reason;
    }
    Duration time = Duration.ofNanos(System.nanoTime() - startNanos);
    JobStatus status = table.status();
    List<SetAside> missing = table.setAside();
    if (!missing.isEmpty()) {
      return new JobResult.Incomplete(missing, plan.frames(), status.framesDone(), time);
    }
    if (made == null) {
      throw GopException.bug("all GOPs are stored, but the film was not assembled", null);
    }
    var gops = new ArrayList<Gop>();
    for (int i = 0; i < plan.gopCount(); i++) {
      gops.add(plan.gop(i));
    }
    deleteState("the film is complete");
    return new JobResult.Complete(
        gops, made.bytes(), made.types(), status.framesReused(), made.readBack(), time);
  }

  /// Deletes the job directory, whose loss or presence does not change how the job ended.
  private void deleteState(String ending) {
    try {
      GopStore.delete(setup.state());
    } catch (GopException e) {
      listener.on(
          new JobEvent.Warning(
              "%s, but %s is not deleted: %s".formatted(ending, setup.state(), e.getMessage())));
    }
  }

  private final class Job implements EncodeJob {
    @Override
    public VideoFormat format() {
      return setup.source().format();
    }

    @Override
    public EncoderSettings settings() {
      return setup.encoding().settings();
    }

    @Override
    public String backend() {
      return setup.encoding().backendId();
    }

    @Override
    public EncoderBackend localBackend() {
      return setup.encoding().backend();
    }

    @Override
    public boolean admit(EncoderIdentity identity) {
      return identity.equals(setup.encoding().backend().identity());
    }
  }

  private final class Workers implements WorkerListener {
    @Override
    public void joined(String worker, int slots) {
      listener.on(new JobEvent.WorkerJoined(worker, slots));
    }

    @Override
    public void left(String worker, String reason) {
      listener.on(new JobEvent.WorkerLeft(worker, reason));
    }
  }
}
