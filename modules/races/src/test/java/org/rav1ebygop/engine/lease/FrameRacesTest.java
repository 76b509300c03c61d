package org.rav1ebygop.engine.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.frames.StreamSupply;
import org.rav1ebygop.engine.job.FrameMemory;
import org.rav1ebygop.engine.plan.FilmPlan;
import org.rav1ebygop.races.Schedules;
import org.rav1ebygop.races.Together;
import org.rav1ebygop.testkit.FilmStream;
import org.rav1ebygop.testkit.RecordedEncoder;

/// Leases that read the frames of a pipe, of which only a few are held.
class FrameRacesTest {
  private static final int HELD = 3;
  private static final int FRAMES = HELD + 2;
  private static final RaceTable.Film FILM = new RaceTable.Film(FRAMES);

  /// The frames of a lease, and whether it may be used.
  private static final class Reader {
    private final Fate fate = new Fate();
    private final LeasedFrames frames;

    Reader(FilmPlan plan, StreamSupply supply, int attempt) {
      var slot = new Slot("a", attempt);
      frames =
          new LeasedFrames(
              plan,
              supply,
              new Claim(
                  0, 0, attempt, 0, slot, RecordedEncoder.IDENTITY, attempt, attempt > 1, false));
    }

    /// Reads the next frame, which stays what it is until the one after it is wanted.
    ///
    /// @return whether there was one
    boolean read() throws InterruptedException {
      long index = frames.sent();
      Frame frame = frames.next(fate::requireValid);
      if (frame == null) {
        return false;
      }
      for (int look = 0; look < 2; look++) {
        assertEquals(
            -1,
            FILM.frame(index).data().mismatch(frame.data()),
            () -> "frame " + index + " was overwritten");
        fate.requireValid();
      }
      return true;
    }
  }

  /// A slot reads on while its lease is taken away, and the next one reads the same frames while
  /// the pipe needs their memory.
  @Test
  void aLeaseThatIsOverTakesNoFrameFromTheNextOne() {
    Schedules.explore(
        "a lease that is over and the next one",
        150,
        () -> {
          StreamSupply supply = supply(0);
          FilmPlan plan = new FilmPlan();
          for (int i = 0; i < HELD; i++) {
            assertTrue(supply.advance(frame -> decide(plan, frame), () -> false));
          }
          var first = new Reader(plan, supply, 1);
          assertTrue(first.read());
          Together.run(
              () -> ignoringEnds(first::read),
              () -> {
                first.fate.revoke(new LeaseEnd.GivenBack("memory is short"), () -> true);
                if (supply.rewind(0, HELD)) {
                  ignoringEnds(new Reader(plan, supply, 2)::read);
                }
                supply.close();
              },
              () -> readPipe(supply));
          supply.free();
        });
  }

  /// Two slots read the same GOP while it comes out of the pipe, and where their frames are
  /// changes.
  @Test
  void everyReaderSeesItsFramesAndTheirMemoryComesBack() {
    Schedules.explore(
        "a pipe and two readers",
        100,
        () -> {
          StreamSupply supply = supply(FRAMES);
          FilmPlan plan = new FilmPlan();
          var read = new AtomicInteger();
          Together.run(
              () -> {
                while (supply.advance(frame -> decide(plan, frame), () -> false)) {
                  // until the film ends
                }
                plan.end();
              },
              () -> readAll(new Reader(plan, supply, 1), read),
              () -> readAll(new Reader(plan, supply, 2), read));
          assertEquals(2 * FRAMES, read.get());
          assertEquals(FRAMES, supply.heldFrames());
          supply.release(new Gop(0, 0, FRAMES));
          assertEquals(0, supply.heldFrames());
          supply.free();
          assertFalse(supply.canRewind(0));
        });
  }

  /// @param compressed frames for which there is room beside those that are held as they are
  private static StreamSupply supply(int compressed) {
    long bytes = (HELD + compressed) * RecordedEncoder.LAYOUT.frameBytes();
    return new StreamSupply(
        new FilmStream(FILM), Long.MAX_VALUE, new FrameMemory(bytes, HELD, false), Path.of("."));
  }

  private static void decide(FilmPlan plan, Frame frame) {
    plan.decide(new KeyframeDecision(frame.index(), frame.index() == 0, 0));
  }

  private static void readAll(Reader reader, AtomicInteger read) throws InterruptedException {
    while (reader.read()) {
      read.incrementAndGet();
    }
  }

  /// Wants a place for one more frame, on behalf of a slot that waits for it.
  private static void readPipe(StreamSupply supply) {
    try {
      supply.advance(_ -> {}, () -> true);
    } catch (InterruptedException _) {
      // the pipe was closed while this thread waited
    }
  }

  /// The lease may end, and its frames may be taken back before it reads them.
  private static void ignoringEnds(Together.Step step) throws Exception {
    try {
      step.run();
    } catch (GopException e) {
      assertEquals(GopException.Kind.ENCODER, e.kind());
    }
  }
}
