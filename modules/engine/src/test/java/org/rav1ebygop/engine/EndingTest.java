package org.rav1ebygop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.engine.job.OutputTarget;
import org.rav1ebygop.testkit.EncoderFault;
import org.rav1ebygop.testkit.FilmStream;
import org.rav1ebygop.testkit.ListedSplitter;
import org.rav1ebygop.testkit.RecordedEncoder;

/// Jobs that end before their time.
@Tag("waits")
class EndingTest {
  private static final MemorySegment LARGER_THAN_A_PIPE = MemorySegment.ofArray(new byte[4 << 20]);

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 13, 29})
  void aSourceThatFailsEndsTheJobWithItsReason(long frame) {
    TestJob job = new TestJob(directory).slots(4);
    job.source = FilmStream.failingAt(new CachedFilm(30), frame);
    GopException e = assertThrows(GopException.class, job::run);
    assertEquals(GopException.Kind.INPUT, e.kind());
    assertEquals("the stream is damaged at frame " + frame, e.getMessage());
    assertEquals(0, job.encoder.running());
  }

  @Test
  void aFrameThatCannotBeReadAgainEndsTheJob() {
    TestJob job = new TestJob(directory).slots(4);
    var film = new CountingFilm(new CachedFilm(30));
    film.failAt = 25;
    film.failOnRead = 2;
    job.source = film;
    GopException e = assertThrows(GopException.class, job::run);
    assertEquals("frame 25 can no longer be read", e.getMessage());
  }

  @Test
  void cancelEndsAJobWhoseProducerHangs() throws Exception {
    TestJob job = new TestJob(directory).slots(2);
    var stream = FilmStream.stallingAt(new CachedFilm(30), 14);
    job.source = stream;
    FilmJob film = job.open();
    var run = start(film);
    stream.awaitRead(14);
    film.cancel();
    assertInterrupted(run);
    stream.close();
    TestJob again = new TestJob(directory);
    again.source = new FilmStream(new CachedFilm(30));
    assertInstanceOf(JobResult.Complete.class, again.run());
  }

  @Test
  void cancelEndsAJobWhoseEncodersHang() throws Exception {
    TestJob job = new TestJob(directory).slots(3);
    job.encoder = new RecordedEncoder((_, _) -> new EncoderFault.Hang(1));
    FilmJob film = job.open();
    var run = start(film);
    job.encoder.awaitStarted(3);
    film.cancel();
    assertInterrupted(run);
    assertEquals(0, job.encoder.running());
  }

  @Test
  void cancelEndsAJobWhoseOutputNobodyReads() throws Exception {
    Pipe pipe = Pipe.open();
    TestJob job = new TestJob(directory);
    job.source = new CachedFilm(400);
    job.splitter = TestJob.keyframes(50, 100, 150, 200, 250, 300, 350);
    job.target = new OutputTarget.Stream(pipe.sink());
    job.muxer = new IvfTestMuxer(packet -> new Packet(packet.index(), LARGER_THAN_A_PIPE));
    FilmJob film = job.open();
    var run = start(film);
    pipe.source().read(ByteBuffer.allocate(1));
    film.cancel();
    assertInterrupted(run);
  }

  @Test
  void aFileIsNotReadAfterCancel() throws Exception {
    var film = new CountingFilm(new CachedFilm(400));
    TestJob job = new TestJob(directory);
    job.source = film;
    job.splitter = TestJob.keyframes();
    job.encoder = new RecordedEncoder((_, _) -> new EncoderFault.Hang(0));
    FilmJob filmJob = job.open();
    film.onRead =
        index -> {
          if (index == 100) {
            filmJob.cancel();
          }
          return index;
        };
    assertInterrupted(start(filmJob));
    assertTrue(film.readers().isEmpty(), "still reading: " + film.readers());
    assertEquals(100, film.furthest());
  }

  @Test
  void interruptingRunEndsTheJob() throws Exception {
    TestJob job = new TestJob(directory).slots(2);
    job.encoder = new RecordedEncoder((_, _) -> new EncoderFault.Hang(1));
    var run = new FutureTask<>(job.open()::run);
    Thread thread = Thread.ofPlatform().start(run);
    job.encoder.awaitStarted(2);
    thread.interrupt();
    assertInstanceOf(
        InterruptedException.class, assertThrows(ExecutionException.class, run::get).getCause());
    assertEquals(0, job.encoder.running());
    assertInstanceOf(JobResult.Complete.class, new TestJob(directory).run());
  }

  @Test
  void aSplitterThatForgetsFramesIsFoundOut() {
    assertSplitterFound(decisions -> decisions.subList(0, Math.max(0, decisions.size() - 1)));
  }

  @Test
  void aSplitterThatInventsFramesIsFoundOut() {
    assertSplitterFound(decisions -> {
      var more = new ArrayList<>(decisions);
      more.add(new KeyframeDecision(30, false, Double.NaN));
      return more;
    });
  }

  @Test
  void aSplitterWithoutFirstKeyframeIsFoundOut() {
    assertSplitterFound(decisions -> {
      var changed = new ArrayList<>(decisions);
      changed.set(0, new KeyframeDecision(0, false, Double.NaN));
      return changed;
    });
  }

  private void assertSplitterFound(UnaryOperator<List<KeyframeDecision>> change) {
    for (boolean pipe : new boolean[] {false, true}) {
      Path folder = directory.resolve(pipe ? "pipe" : "file");
      assertTrue(folder.toFile().mkdir());
      TestJob job = new TestJob(folder).slots(2);
      job.source = pipe ? new FilmStream(new CachedFilm(30)) : new CachedFilm(30);
      job.splitter = new LateSplitter(change);
      GopException e = assertThrows(GopException.class, job::run);
      assertEquals(GopException.Kind.BUG, e.kind());
      assertTrue(e.getMessage().startsWith("the splitter decided"), e.getMessage());
    }
  }

  @Test
  void aPipeWithFewerBuffersThanTheSplitterLooksAheadIsRefused() {
    TestJob job = new TestJob(directory);
    job.source = new FilmStream(new CachedFilm(30));
    job.splitter = new ListedSplitter(Set.of(), 10);
    job.buffers = 12;
    GopException e = assertThrows(GopException.class, job::run);
    assertEquals(
        "there is memory for 12 frames of the pipe, but finding keyframes takes 13; free some, or encode from a file",
        e.getMessage());
  }

  private static FutureTask<JobResult> start(FilmJob job) {
    var task = new FutureTask<>(job::run);
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  private static void assertInterrupted(FutureTask<JobResult> run) {
    Throwable cause = assertThrows(ExecutionException.class, run::get).getCause();
    assertEquals(GopException.Kind.INTERRUPTED, assertInstanceOf(GopException.class, cause).kind());
  }
}
