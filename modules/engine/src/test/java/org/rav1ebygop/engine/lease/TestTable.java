package org.rav1ebygop.engine.lease;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.SourceFingerprint;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.GopEncoder;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.frames.FrameSupply;
import org.rav1ebygop.engine.frames.SeekableSupply;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.plan.FilmPlan;
import org.rav1ebygop.engine.proof.GopProof;
import org.rav1ebygop.engine.store.FrameSums;
import org.rav1ebygop.engine.store.GopStore;
import org.rav1ebygop.engine.store.JobRecord;
import org.rav1ebygop.testkit.GopRun;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.SyntheticFilm;

/// A lease table over a film of 30 frames, with the threads of a test as its slots.
final class TestTable implements AutoCloseable {
  static final int FRAMES = 30;

  final List<JobEvent> events = Collections.synchronizedList(new ArrayList<>());
  final FilmPlan plan = new FilmPlan();

  /// Nanoseconds, as the table is told.
  final AtomicLong now = new AtomicLong();

  final Path state;
  final GopStore store;
  final LeaseTable table;
  private final FrameSupply supply;

  /// What a table is made of.
  ///
  /// @param tries attempts at a GOP
  /// @param proof what GOPs of all workers have to stand
  /// @param inOrder first GOP first
  /// @param failure of every frame, or null
  record Terms(int tries, GopProof proof, boolean inOrder, @Nullable GopException failure) {
    static Terms tries(int tries) {
      return new Terms(tries, GopProof.STRUCTURE, false, null);
    }

    Terms firstFirst() {
      return new Terms(tries, proof, true, failure);
    }

    Terms proof(GopProof other) {
      return new Terms(tries, other, inOrder, failure);
    }

    Terms failing(GopException reason) {
      return new Terms(tries, proof, inOrder, reason);
    }

    private SeekableSource source() {
      return failure == null
          ? new SyntheticFilm(RecordedEncoder.FORMAT, FRAMES)
          : new Broken(new SyntheticFilm(RecordedEncoder.FORMAT, FRAMES), failure);
    }
  }

  /// A film whose frames cannot be read.
  private record Broken(SyntheticFilm film, GopException failure) implements SeekableSource {
    @Override
    public VideoFormat format() {
      return film.format();
    }

    @Override
    public long frameCount() {
      return film.frameCount();
    }

    @Override
    public Frame frame(long index) {
      throw failure;
    }

    @Override
    public SourceFingerprint fingerprint() {
      return film.fingerprint();
    }

    @Override
    public void close() {
      film.close();
    }
  }

  /// @param directory to make the job directory in
  /// @param tries attempts at a GOP
  TestTable(Path directory, int tries) {
    this(directory, Terms.tries(tries));
  }

  /// @param directory to make the job directory in
  TestTable(Path directory, Terms terms) {
    state = directory.resolve("state");
    store =
        GopStore.open(
            state,
            new GopStore.Work(
                new JobRecord(new TreeMap<>()), RecordedEncoder.FORMAT, FrameSums.none()),
            _ -> {});
    supply = new SeekableSupply(terms.source(), FRAMES);
    table =
        new LeaseTable(
            new LeaseTable.Work(plan, supply, store, now::get),
            new LeaseTable.Policy(terms.tries, terms.inOrder, terms.proof, terms.proof),
            () -> RecordedEncoder.IDENTITY,
            events::add);
  }

  FrameSupply supply() {
    return supply;
  }

  /// Decides all frames.
  TestTable planned(int... keyframes) {
    decide(FRAMES, keyframes);
    plan.end();
    table.planned();
    return this;
  }

  /// Decides the next frames, up to the given one.
  void decide(int end, int... keyframes) {
    for (long i = plan.frames(); i < end; i++) {
      long frame = i;
      boolean keyframe = IntStream.of(keyframes).anyMatch(k -> k == frame);
      plan.decide(new KeyframeDecision(i, keyframe, 0));
      if (keyframe) {
        table.opened(plan.gopCount() - 1);
      }
      table.extended(i);
    }
  }

  /// A lease for a slot that has work to do.
  Lease take(Slot slot) throws InterruptedException {
    return Objects.requireNonNull(table.take(slot));
  }

  /// A slot that takes a lease on a thread of its own, sooner or later.
  Taker taking(Slot slot) {
    var task = new FutureTask<@Nullable Lease>(() -> table.take(slot));
    return new Taker(task, Thread.ofPlatform().daemon().start(task));
  }

  /// @param result the lease, or null when there is no more
  record Taker(FutureTask<@Nullable Lease> result, Thread thread) {
    /// Waits until it waits.
    Taker awaitWaiting() {
      while (thread.getState() != Thread.State.WAITING) {
        assertFalse(result.isDone(), "it has not waited");
      }
      return this;
    }

    /// Waits for its lease.
    Lease lease() throws Exception {
      return Objects.requireNonNull(result.get());
    }
  }

  /// Lets time pass, as the watchdog notices.
  void pass(int seconds) {
    now.addAndGet(seconds * 1_000_000_000L);
    table.lookAgain();
  }

  /// Hands in all packets of a lease; only its completion is missing.
  static void encode(Lease lease) throws InterruptedException {
    var frames = new ArrayList<Frame>();
    for (Frame frame = lease.nextFrame(); frame != null; frame = lease.nextFrame()) {
      frames.add(frame);
    }
    try (GopEncoder encoder = new RecordedEncoder().open().encoder()) {
      for (Packet packet : GopRun.encode(encoder, frames)) {
        lease.packet(packet);
      }
    }
  }

  /// The events of one kind so far.
  <E extends JobEvent> List<E> events(Class<E> kind) {
    return List.copyOf(events).stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Override
  public void close() {
    store.close();
  }
}
