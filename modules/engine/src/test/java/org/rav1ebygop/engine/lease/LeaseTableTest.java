package org.rav1ebygop.engine.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.FrameQuality;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.ToolUse;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.SetAside;
import org.rav1ebygop.testkit.Patience;
import org.rav1ebygop.testkit.RecordedEncoder;

class LeaseTableTest {
  private static final Slot SLOT = new Slot("local", 1);
  private final GopException stop = GopException.input("the source is gone");

  @TempDir private Path directory;
  private TestTable film;
  private LeaseTable table;

  @BeforeEach
  void open() {
    film = new TestTable(directory, 2);
    table = film.table;
  }

  @AfterEach
  void close() {
    film.close();
  }

  private void plan(int... keyframes) {
    film.planned(keyframes);
  }

  private Lease take() throws InterruptedException {
    return film.take(SLOT);
  }

  @Test
  void theLongestGopGoesFirst() throws InterruptedException {
    plan(0, 5, 20);
    assertEquals(
        List.of(1, 2, 0), List.of(take().gopIndex(), take().gopIndex(), take().gopIndex()));
  }

  @Test
  void attemptsNeverShareANumberAndEndWithTheMostTries() throws Exception {
    plan(0);
    Lease first = take();
    first.end(LeaseEnd.failed(GopException.encoder("crashed", null), ""));
    Lease second = take();
    assertEquals(List.of(1, 2), List.of(first.attempt(), second.attempt()));
    second.end(LeaseEnd.failed(GopException.encoder("crashed again", null), "I am sorry"));
    assertNull(table.take(SLOT));
    assertTrue(table.done());
    Path log = film.state.resolve("gop-000000.attempt-2.log");
    assertEquals(List.of(new SetAside(0, 0, 30, "crashed again", log)), table.setAside());
    assertEquals(
        """
        GOP 0 (frames 0-29), attempt 2 on local/1
        failed after 0 s: crashed again
        the encoder had taken 0 frames and given back 0 packets; it said:

        I am sorry\
        """
            .replaceFirst("after 0 s", ""),
        Files.readString(log).replaceFirst("after \\d+ s", ""));
  }

  @Test
  void whatASlotGivesBackDoesNotCountAsATry() throws InterruptedException {
    plan(0);
    for (int i = 0; i < 5; i++) {
      Lease lease = take();
      lease.nextFrame();
      lease.end(new LeaseEnd.GivenBack("the worker stops"));
      assertThrows(GopException.class, lease::nextFrame);
    }
    assertEquals(5, film.events(JobEvent.WaitsAgain.class).size());
    assertEquals(
        "the worker stops", film.events(JobEvent.WaitsAgain.class).getLast().end().reason());
    assertEquals(List.of(), film.events(JobEvent.AttemptFailed.class));
    take().end(LeaseEnd.failed(GopException.encoder("crashed", null), ""));
    assertFalse(table.done());
    take().end(LeaseEnd.failed(GopException.encoder("crashed", null), ""));
    assertTrue(table.done());
  }

  /// Frames are taken back from a GOP only then.
  @Test
  void whileAnEncoderIsAtWorkNotAllStandsStill(@TempDir Path other) throws Exception {
    try (var pipe = new TestTable(other, TestTable.Terms.tries(2).firstFirst())) {
      pipe.decide(12, 0, 10);
      Lease whole = pipe.take(SLOT);
      Lease open = pipe.take(new Slot("local", 2));
      TestTable.encode(whole);
      assertFalse(pipe.table.starving());
      var waiting =
          new FutureTask<Boolean>(() -> {
            TestTable.encode(open);
            return true;
          });
      Thread.ofPlatform().daemon().start(waiting);
      Patience.until("it wants a frame that is not there", pipe.table::starving);
      assertFalse(pipe.table.atStandstill());
      whole.complete(RecordedEncoder.IDENTITY);
      assertTrue(pipe.table.atStandstill());
      pipe.decide(TestTable.FRAMES);
      pipe.plan.end();
      pipe.table.planned();
      waiting.get();
      open.complete(RecordedEncoder.IDENTITY);
      assertTrue(pipe.table.done());
    }
  }

  @Test
  void anEncoderThatGivesBackMoreThanItTookFailsAtOnce() throws InterruptedException {
    plan(0);
    Lease lease = take();
    GopException e =
        assertThrows(
            GopException.class,
            () -> lease.packet(new Packet(0, MemorySegment.ofArray(new byte[9]))));
    assertEquals("0 frames went in, but 1 came out", e.getMessage());
  }

  @Test
  void whatTheEncoderFindsOutBecomesKnownWithTheGop() throws InterruptedException {
    plan(0, 28);
    Lease lease = film.take(SLOT);
    lease.end(LeaseEnd.failed(GopException.encoder("crashed", null), ""));
    Lease again = film.take(SLOT);
    var gop = new Gop(0, 0, 28);
    var plane = new FrameQuality.Plane(1, 0.5);
    var quality = new FrameQuality(plane, plane, plane);
    var tools = new ToolUse(List.of(new ToolUse.Choice("sizes", 1, Map.of("8x8", 100.0))));
    TestTable.encode(again);
    for (int i = 0; i < gop.frameCount(); i++) {
      again.quality(quality);
    }
    GopException e = assertThrows(GopException.class, () -> again.quality(quality));
    assertEquals("28 packets came, but 29 were measured", e.getMessage());
    again.tools(tools);
    assertEquals(List.of(), film.events(JobEvent.Coded.class));
    again.complete(RecordedEncoder.IDENTITY);
    assertEquals(List.of(new JobEvent.Coded(gop, tools)), film.events(JobEvent.Coded.class));
    JobEvent.Measured measured = film.events(JobEvent.Measured.class).getFirst();
    assertEquals(Collections.nCopies(28, quality), measured.frames());
    assertThrows(GopException.class, () -> again.tools(tools));
    assertThrows(GopException.class, () -> again.quality(quality));
  }

  @Test
  void aLeaseThatHasEndedTakesNoMore() throws InterruptedException {
    plan(0);
    Lease lease = take();
    lease.nextFrame();
    lease.end(LeaseEnd.failed(GopException.encoder("crashed", null), ""));
    assertThrows(GopException.class, lease::nextFrame);
    assertThrows(GopException.class, () -> lease.complete(RecordedEncoder.IDENTITY));
    lease.end(LeaseEnd.failed(GopException.encoder("again", null), ""));
    assertEquals(1, film.events(JobEvent.AttemptFailed.class).size());
  }

  @Test
  void revokingEndsEveryEncoderThoughOneCannotBeEnded() throws InterruptedException {
    plan(0, 10, 20);
    var ended = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      int number = i;
      take()
          .onRevoke(() -> {
            ended.incrementAndGet();
            if (number == 0) {
              throw new IllegalStateException("stuck");
            }
          });
    }
    table.abort(stop);
    assertEquals(3, ended.get());
    assertNull(table.take(SLOT));
    assertEquals(stop, table.abortReason());
  }

  @Test
  void aRevokedLeaseIsOverForItsSlot() throws InterruptedException {
    plan(0);
    Lease lease = take();
    table.abort(stop);
    GopException e = assertThrows(GopException.class, lease::nextFrame);
    assertEquals(GopException.Kind.ENCODER, e.kind());
    var ended = new AtomicInteger();
    lease.onRevoke(ended::incrementAndGet);
    assertEquals(1, ended.get(), "an action set late is run at once");
    lease.end(LeaseEnd.failed(GopException.encoder("late", null), ""));
    assertTrue(table.setAside().isEmpty());
  }

  @Test
  void theFirstReasonToEndCounts() {
    table.abort(stop);
    table.abort(GopException.bug("consequence", null));
    assertEquals(stop, table.abortReason());
  }
}
