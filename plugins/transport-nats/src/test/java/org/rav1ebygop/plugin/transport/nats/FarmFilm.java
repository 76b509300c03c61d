package org.rav1ebygop.plugin.transport.nats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.zip.CRC32C;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.av1.IvfReader;
import org.rav1ebygop.engine.FilmJob;
import org.rav1ebygop.engine.JobSetup;
import org.rav1ebygop.engine.job.FrameMemory;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobListener;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.engine.job.OutputTarget;
import org.rav1ebygop.engine.job.StallTimeout;
import org.rav1ebygop.engine.proof.GopProof;
import org.rav1ebygop.muxer.ivf.IvfMuxerProvider;
import org.rav1ebygop.testkit.Inputs;
import org.rav1ebygop.testkit.ListedSplitter;
import org.rav1ebygop.testkit.RecordedEncoder;

/// A client of a farm: a film encoded by the engine and no slot of this machine. Counts what
/// becomes of its GOPs.
final class FarmFilm implements JobListener {
  /// Enough for any number of lost workers.
  private static final int MAX_TRIES = 1000;

  /// The packets of a [RecordedEncoder] end with a checksum and so many bytes more.
  private static final int AFTER_CHECKSUM = 1;

  private final TinyGops film;
  private final Path output;
  private final FutureTask<JobResult> run;
  private final AtomicIntegerArray stored;
  private final Set<String> workers = ConcurrentHashMap.newKeySet();
  private final Set<String> useful = ConcurrentHashMap.newKeySet();
  private final AtomicInteger leased = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();

  /// @param folder for the output and the state
  /// @param farm options of the transport
  FarmFilm(TinyGops film, Path folder, Options farm) {
    this.film = film;
    this.output = folder.resolve("film.ivf");
    this.stored = new AtomicIntegerArray(film.gops());
    var job = new FilmJob(setup(folder.resolve("film.ivf.gops"), farm), this);
    this.run = new FutureTask<>(job::run);
  }

  private JobSetup setup(Path state, Options farm) {
    var encoder = new RecordedEncoder();
    return new JobSetup(
        new JobSetup.Source(
            Inputs.pipe("film", new byte[0]),
            film,
            film.format(),
            Long.MAX_VALUE,
            new FrameMemory(1 << 20, 1, false)),
        new JobSetup.Splitting(
            ListedSplitter.at(film.keyframes()), new SplitterSettings(1, 1000, Options.NONE), 1),
        new JobSetup.Encoding(encoder, encoder.open(), RecordedEncoder.SETTINGS),
        List.of(new NatsTransportProvider().open(farm)),
        new JobSetup.Output(new IvfMuxerProvider(), Options.NONE, new OutputTarget.File(output)),
        JobSetup.State.at(state),
        JobSetup.Slots.fixed(1),
        new JobSetup.Acceptance(
            MAX_TRIES, new StallTimeout.Never(), GopProof.STRUCTURE, GopProof.STRUCTURE));
  }

  FarmFilm start() {
    Thread.ofPlatform().daemon().name("film " + film.seed()).start(run);
    return this;
  }

  @Override
  public void on(JobEvent event) {
    switch (event) {
      case JobEvent.WorkerJoined joined -> workers.add(joined.worker());
      case JobEvent.WorkerLeft left -> workers.remove(left.worker());
      case JobEvent.Leased _ -> leased.incrementAndGet();
      case JobEvent.Stored one -> {
        stored.incrementAndGet(one.gop().index());
        useful.add(one.slot().worker());
        done.incrementAndGet();
        ended.incrementAndGet();
      }
      case JobEvent.AttemptFailed failed -> {
        assertEquals(false, failed.setAside(), failed.reason());
        ended.incrementAndGet();
      }
      case JobEvent.WaitsAgain _ -> {
        lost.incrementAndGet();
        ended.incrementAndGet();
      }
      case JobEvent.Superseded _ -> ended.incrementAndGet();
      default -> {}
    }
  }

  /// Workers that are here.
  int workers() {
    return workers.size();
  }

  /// Workers that have brought a GOP.
  int usefulWorkers() {
    return useful.size();
  }

  /// GOPs that are finished.
  int done() {
    return done.get();
  }

  /// Leases that came to nothing.
  int lost() {
    return lost.get();
  }

  /// Leases that are out.
  int open() {
    return leased.get() - ended.get();
  }

  boolean isRunning() {
    return !run.isDone();
  }

  /// Waits for the end: every GOP was accounted once, and every packet of the film is that of its
  /// frame in its GOP.
  ///
  /// @return how long it took
  Duration assertWhole() throws Exception {
    var complete = assertInstanceOf(JobResult.Complete.class, run.get());
    assertEquals(film.frameCount(), complete.frames());
    assertEquals(film.gops(), complete.gops().size());
    for (int gop = 0; gop < film.gops(); gop++) {
      assertEquals(1, stored.get(gop), "GOP " + gop);
    }
    try (var packets = new IvfReader(FileChannel.open(output))) {
      for (int gop = 0; gop < film.gops(); gop++) {
        assertGop(gop, packets);
      }
      assertNull(packets.next());
    }
    return complete.time();
  }

  private void assertGop(int gop, IvfReader packets) throws IOException {
    var sum = new CRC32C();
    for (long i = TinyGops.firstFrame(gop); i < TinyGops.firstFrame(gop + 1); i++) {
      sum.update(film.frame(i).data().asByteBuffer());
      Packet packet = packets.next();
      assertNotNull(packet);
      ByteBuffer bytes = packet.data().asByteBuffer();
      int told = bytes.getInt(bytes.limit() - AFTER_CHECKSUM - Integer.BYTES);
      assertEquals((int) sum.getValue(), told, "frame " + i);
    }
  }
}
