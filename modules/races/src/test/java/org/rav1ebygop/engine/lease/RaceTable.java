package org.rav1ebygop.engine.lease;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.SourceFingerprint;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.GopEncoder;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.engine.frames.FrameSupply;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.plan.FilmPlan;
import org.rav1ebygop.engine.proof.GopProof;
import org.rav1ebygop.engine.store.FrameSums;
import org.rav1ebygop.engine.store.GopStore;
import org.rav1ebygop.engine.store.JobRecord;
import org.rav1ebygop.testkit.GopRun;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.SyntheticFilm;

/// A lease table over a short film, for one schedule.
final class RaceTable implements AutoCloseable {
  /// A film whose frames and packets are made once for all schedules.
  static final class Film implements SeekableSource {
    private final List<Frame> frames;
    private final SourceFingerprint fingerprint;

    Film(int count) {
      var film = new SyntheticFilm(RecordedEncoder.FORMAT, count);
      frames = LongStream.range(0, count).mapToObj(film::frame).toList();
      fingerprint = film.fingerprint();
    }

    @Override
    public VideoFormat format() {
      return RecordedEncoder.FORMAT;
    }

    @Override
    public long frameCount() {
      return frames.size();
    }

    @Override
    public Frame frame(long index) {
      return frames.get((int) index);
    }

    @Override
    public SourceFingerprint fingerprint() {
      return fingerprint;
    }

    @Override
    public void close() {}

    /// What an encoder makes of some frames.
    List<Packet> packets(int first, int end) {
      try (GopEncoder encoder = new RecordedEncoder().open().encoder()) {
        return List.copyOf(GopRun.encode(encoder, frames.subList(first, end)));
      }
    }
  }

  final List<JobEvent> events = Collections.synchronizedList(new ArrayList<>());
  final FilmPlan plan = new FilmPlan();
  final AtomicLong now = new AtomicLong();
  final FrameSupply supply;
  final GopStore store;
  final LeaseTable table;
  private final Path directory;

  /// @param tries attempts at a GOP
  RaceTable(FrameSupply supply, int tries) {
    this.supply = supply;
    this.directory = directory();
    this.store =
        GopStore.open(
            directory.resolve("state"),
            new GopStore.Work(
                new JobRecord(new TreeMap<>()), RecordedEncoder.FORMAT, FrameSums.none()),
            _ -> {});
    this.table =
        new LeaseTable(
            new LeaseTable.Work(plan, supply, store, now::get),
            new LeaseTable.Policy(tries, false, GopProof.STRUCTURE, GopProof.STRUCTURE),
            () -> RecordedEncoder.IDENTITY,
            events::add);
  }

  private static Path directory() {
    try {
      return Files.createTempDirectory("races");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Decides the next frame.
  void decide(boolean keyframe) {
    long frame = plan.frames();
    plan.decide(new KeyframeDecision(frame, keyframe, 0));
    if (keyframe) {
      table.opened(plan.gopCount() - 1);
    }
    table.extended(frame);
  }

  /// All frames are decided.
  void end() {
    plan.end();
    table.planned();
  }

  /// Decides all frames.
  RaceTable planned(int frames, int... keyframes) {
    for (int i = 0; i < frames; i++) {
      int frame = i;
      decide(IntStream.of(keyframes).anyMatch(k -> k == frame));
    }
    end();
    return this;
  }

  /// Reads all frames of a lease and hands its packets in.
  static void encode(Lease lease, List<Packet> packets) throws InterruptedException {
    while (lease.nextFrame() != null) {
      // the packets are known
    }
    packets.forEach(lease::packet);
  }

  /// The events of one kind so far.
  <E extends JobEvent> List<E> events(Class<E> kind) {
    return List.copyOf(events).stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /// The lease that is out, if there is one.
  GopLease only() {
    return Objects.requireNonNull(table.leases().getFirst());
  }

  @Override
  public void close() {
    store.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
