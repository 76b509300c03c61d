package org.rav1ebygop.engine.lease;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.SourceFingerprint;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.GopEncoder;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.frames.SeekableSupply;
import org.rav1ebygop.engine.plan.FilmPlan;
import org.rav1ebygop.engine.proof.GopProof;
import org.rav1ebygop.engine.store.FrameSums;
import org.rav1ebygop.engine.store.GopStore;
import org.rav1ebygop.engine.store.JobRecord;
import org.rav1ebygop.testkit.GopRun;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.SyntheticFilm;

/// The parts of the lease table, used by one thread that never waits: what [LeaseTable#take] would
/// give now, and all that comes of a lease, down to the files of the job directory.
final class Scheduler implements AutoCloseable {
  private static final int TRIES = 5;
  private static final LeaseEnd.BySlot LOST = new LeaseEnd.SlotLost("lost");

  /// A key frame, which is a GOP of its own, so that any number of them pass for one.
  private static final Packet PACKET = packet();

  private final FilmPlan plan = new FilmPlan();
  private final Path directory;
  private final GopStore store;
  private final LeaseState state;
  private final LeaseEnds ends;
  private final Decisions decisions;
  private boolean planned;

  /// @param directory to make the job directory in, which is deleted in the end
  /// @param clock in nanoseconds
  Scheduler(Path directory, long frames, LongSupplier clock) {
    this.directory = directory.resolve("state");
    store =
        GopStore.open(
            this.directory,
            new GopStore.Work(
                new JobRecord(new TreeMap<>()), RecordedEncoder.FORMAT, FrameSums.none()),
            _ -> {});
    var work =
        new LeaseTable.Work(plan, new SeekableSupply(new Still(frames), frames), store, clock);
    var policy = new LeaseTable.Policy(TRIES, false, GopProof.STRUCTURE, GopProof.STRUCTURE);
    state = new LeaseState(new LeaseTable.Terms(work, policy, () -> RecordedEncoder.IDENTITY));
    ends =
        new LeaseEnds(
            state,
            work,
            _ -> {},
            e -> {
              throw e;
            });
    decisions = new Decisions(state, work, _ -> {});
  }

  /// A film of which every frame is the same.
  private record Still(long frameCount, Frame first) implements SeekableSource {
    Still(long frameCount) {
      this(frameCount, new SyntheticFilm(RecordedEncoder.FORMAT, 1).frame(0));
    }

    @Override
    public VideoFormat format() {
      return RecordedEncoder.FORMAT;
    }

    @Override
    public Frame frame(long index) {
      return new Frame(index, first.layout(), first.data());
    }

    @Override
    public SourceFingerprint fingerprint() {
      return new SourceFingerprint(frameCount, Instant.EPOCH, "still");
    }

    @Override
    public void close() {
      // is in memory
    }
  }

  /// The next frame is decided.
  void decide(boolean keyframe) {
    long frame = plan.frames();
    plan.decide(new KeyframeDecision(frame, keyframe, 0));
    if (keyframe) {
      decisions.opened(plan.gopCount() - 1);
    }
    decisions.extended(frame);
  }

  /// All frames are decided.
  void planned() {
    plan.end();
    decisions.ended();
    state.planned();
    planned = true;
  }

  boolean isPlanned() {
    return planned;
  }

  /// Frames that are decided.
  long decided() {
    return plan.frames();
  }

  /// Frames of a GOP as far as they are decided.
  int decidedOf(GopLease lease) {
    return Math.toIntExact(plan.endSoFar(lease.gopIndex()) - lease.firstFrame());
  }

  /// Whether the end of its GOP is decided.
  boolean isClosed(GopLease lease) {
    return lease.frameCount() >= 0;
  }

  void joined(Farm.Machine machine) {
    state.joined(machine.name(), machine.slots());
  }

  void left(Farm.Machine machine) {
    state.left(machine.name(), "lost");
  }

  /// A lease for a slot, or null when there is none for it now; it then waits.
  @Nullable GopLease take(Slot slot) {
    return state.takeNow(slot, ends);
  }

  /// As many packets of a GOP have come back.
  void received(GopLease lease, int packets) throws InterruptedException {
    for (long i = lease.received(); i < packets; i++) {
      lease.nextFrame();
      lease.packet(PACKET.at(i));
    }
  }

  /// A lease has all its packets.
  void complete(GopLease lease) {
    lease.complete(RecordedEncoder.IDENTITY);
  }

  /// The slot of a lease is lost, or lets go of it.
  void lose(GopLease lease) {
    lease.end(LOST);
  }

  /// Whether every GOP is stored or set aside.
  boolean done() {
    return state.done();
  }

  /// GOPs that were given up.
  int setAside() {
    return state.setAside().size();
  }

  @Override
  public void close() {
    state.leases().forEach(this::lose);
    store.close();
    GopStore.delete(directory);
  }

  private static Packet packet() {
    try (GopEncoder encoder = new RecordedEncoder().open().encoder()) {
      Frame frame = new Still(1).frame(0);
      Packet packet = GopRun.encode(encoder, List.of(frame)).getFirst();
      return new Packet(0, MemorySegment.ofArray(packet.data().toArray(ValueLayout.JAVA_BYTE)));
    }
  }
}
