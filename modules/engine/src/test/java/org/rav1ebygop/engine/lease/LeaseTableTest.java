package org.rav1ebygop.engine.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.frames.SeekableSupply;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.plan.FilmPlan;
import org.rav1ebygop.engine.proof.GopProof;
import org.rav1ebygop.engine.store.GopStore;
import org.rav1ebygop.engine.store.JobRecord;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.SyntheticFilm;

@Timeout(60)
class LeaseTableTest {
  private static final Slot SLOT = new Slot("local", 1);
  private final GopException stop = GopException.input("the source is gone");

  @TempDir private Path directory;
  private final List<JobEvent> events = Collections.synchronizedList(new ArrayList<>());
  private final FilmPlan plan = new FilmPlan();
  private GopStore store;
  private LeaseTable table;

  @BeforeEach
  void open() {
    store =
        GopStore.open(
            directory.resolve("state"),
            new JobRecord(new TreeMap<>()),
            RecordedEncoder.FORMAT,
            _ -> {});
    var film = new SyntheticFilm(RecordedEncoder.FORMAT, 30);
    table =
        new LeaseTable(
            new LeaseTable.Work(plan, new SeekableSupply(film, 30), store),
            new LeaseTable.Policy(2, false, GopProof.STRUCTURE),
            () -> RecordedEncoder.IDENTITY,
            events::add);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void plan(int... keyframes) {
    var wanted = new ArrayList<Integer>();
    for (int keyframe : keyframes) {
      wanted.add(keyframe);
    }
    for (int i = 0; i < 30; i++) {
      boolean keyframe = wanted.contains(i);
      plan.decide(new KeyframeDecision(i, keyframe, 0));
      if (keyframe) {
        table.opened(plan.gopCount() - 1);
      }
      table.extended(i);
    }
    plan.end();
    table.planned();
  }

  private Lease take() throws InterruptedException {
    return Objects.requireNonNull(table.take(SLOT));
  }

  @Test
  void theLongestGopGoesFirst() throws InterruptedException {
    plan(0, 5, 20);
    assertEquals(
        List.of(1, 2, 0), List.of(take().gopIndex(), take().gopIndex(), take().gopIndex()));
  }

  @Test
  void attemptsNeverShareANumberAndEndWithTheMostTries() throws InterruptedException {
    plan(0);
    Lease first = take();
    first.fail(GopException.encoder("crashed", null));
    Lease second = take();
    assertEquals(List.of(1, 2), List.of(first.attempt(), second.attempt()));
    second.fail(GopException.encoder("crashed again", null));
    assertNull(table.take(SLOT));
    assertTrue(table.done());
    assertEquals("crashed again", table.setAside().getFirst().reason());
  }

  @Test
  void aLeaseThatHasEndedTakesNoMore() throws InterruptedException {
    plan(0);
    Lease lease = take();
    lease.nextFrame();
    lease.fail(GopException.encoder("crashed", null));
    assertThrows(GopException.class, lease::nextFrame);
    assertThrows(GopException.class, () -> lease.complete(RecordedEncoder.IDENTITY));
    lease.fail(GopException.encoder("again", null));
    assertEquals(1, events.stream().filter(JobEvent.AttemptFailed.class::isInstance).count());
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
    lease.fail(GopException.encoder("late", null));
    assertTrue(table.setAside().isEmpty());
  }

  @Test
  void theFirstReasonToEndCounts() {
    table.abort(stop);
    table.abort(GopException.bug("consequence", null));
    assertEquals(stop, table.abortReason());
  }
}
