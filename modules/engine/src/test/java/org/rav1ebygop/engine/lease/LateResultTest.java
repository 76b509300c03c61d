package org.rav1ebygop.engine.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.GopEncoder;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.proof.GopProof;
import org.rav1ebygop.testkit.GopRun;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.SyntheticFilm;

/// Two slots that finish the same GOP at the same time.
@Tag("waits")
class LateResultTest {
  private static final Slot A = new Slot("a", 1);
  private static final Slot B = new Slot("b", 1);

  @TempDir private Path directory;
  private final CountDownLatch proving = new CountDownLatch(1);
  private final CountDownLatch proven = new CountDownLatch(1);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theLaterOneIsComparedAndDropped(boolean equal) throws Exception {
    try (var film = new TestTable(directory, TestTable.Terms.tries(3).proof(new HeldProof()))) {
      film.planned(0, 10);
      Lease late = film.take(A);
      Lease other = film.take(B);
      TestTable.encode(other);
      film.pass(1);
      other.complete(RecordedEncoder.IDENTITY);
      film.pass(2);
      Lease copy = film.take(B);
      encode(late, equal ? 10 : 0);
      var completion = new FutureTask<>(() -> complete(late));
      Thread.ofPlatform().daemon().start(completion);
      proving.await();
      TestTable.encode(copy);
      copy.complete(RecordedEncoder.IDENTITY);
      proven.countDown();
      GopException e = completion.get();
      assertEquals("another slot has finished the GOP sooner", e.getMessage());
      late.end(LeaseEnd.failed(e, ""));
      assertTrue(film.table.done());
      assertEquals(
          equal
              ? List.of()
              : List.of(
                  "GOP 1 (frames 10-29): a/1 produced different bytes than the slot that finished first; one of the two machines cannot be trusted"),
          film.events(JobEvent.Warning.class).stream().map(JobEvent.Warning::message).toList());
      assertEquals(1, film.events(JobEvent.Superseded.class).size());
      assertEquals(List.of(), film.events(JobEvent.AttemptFailed.class));
    }
  }

  private static GopException complete(Lease lease) {
    return assertThrows(GopException.class, () -> lease.complete(RecordedEncoder.IDENTITY));
  }

  /// Hands in packets of the frames from the given one on, whatever frames it is given.
  private static void encode(Lease lease, long first) throws InterruptedException {
    var film = new SyntheticFilm(RecordedEncoder.FORMAT, TestTable.FRAMES);
    var frames = new ArrayList<Frame>();
    for (Frame frame = lease.nextFrame(); frame != null; frame = lease.nextFrame()) {
      frames.add(film.frame(first + frames.size()));
    }
    try (GopEncoder encoder = new RecordedEncoder().open().encoder()) {
      for (Packet packet : GopRun.encode(encoder, frames)) {
        lease.packet(packet);
      }
    }
  }

  /// Takes its time for the first attempt at the long GOP, even when it is closed meanwhile.
  private final class HeldProof implements GopProof {
    private int attempts;

    @Override
    public synchronized Attempt begin() {
      return ++attempts == 1 ? new Held() : STRUCTURE.begin();
    }
  }

  private final class Held implements GopProof.Attempt {
    @Override
    public void sent(Frame frame) {}

    @Override
    public void received(int baseQIndex) {}

    @Override
    public void prove(Path file, Gop gop) {
      proving.countDown();
      try {
        proven.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {}
  }
}
