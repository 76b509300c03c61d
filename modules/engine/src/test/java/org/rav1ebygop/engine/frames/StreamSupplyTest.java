package org.rav1ebygop.engine.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.job.FrameMemory;
import org.rav1ebygop.testkit.FilmStream;
import org.rav1ebygop.testkit.Patience;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.SyntheticFilm;

@Tag("waits")
class StreamSupplyTest {
  private static final int BUFFERS = 4;

  private final SyntheticFilm film = new SyntheticFilm(RecordedEncoder.FORMAT, 10);
  private final FilmStream stream = new FilmStream(film);
  private final StreamSupply supply = supply(stream, Long.MAX_VALUE);
  private volatile boolean starving;

  @Test
  void framesAreThoseOfTheStream() throws Exception {
    fill();
    for (int i = 0; i < BUFFERS; i++) {
      assertEquals(-1, film.frame(i).data().mismatch(supply.lend(i).frame().data()), "frame " + i);
    }
    assertTrue(supply.lend(0).frame().data().isReadOnly());
  }

  @Test
  void theReaderWaitsForBuffersThoughSomeWereSent() throws Exception {
    fill();
    supply.unneeded(0);
    FutureTask<Boolean> reader = startReading();
    assertEquals(BUFFERS, stream.delivered());
    assertTrue(supply.rewind(0, BUFFERS), "frames were taken back though no slot starves");
    supply.release(new Gop(0, 0, 2));
    assertTrue(reader.get());
    assertEquals(BUFFERS + 1, stream.delivered());
    assertEquals(3, supply.heldFrames());
  }

  @Test
  void aStarvingSlotGetsTheOldestSentBuffer() throws Exception {
    fill();
    supply.unneeded(1);
    supply.unneeded(2);
    FutureTask<Boolean> reader = startReading();
    starving = true;
    supply.starved();
    assertTrue(reader.get());
    assertEquals(BUFFERS, supply.heldFrames());
    GopException e = assertThrows(GopException.class, () -> supply.lend(1));
    assertEquals(GopException.Kind.ENCODER, e.kind());
    assertEquals(
        "frame 1 is gone: a pipe cannot be read twice, and memory was short", e.getMessage());
    supply.lend(2);
  }

  @Test
  void aStarvingSlotGetsAFailedGopsBufferBeforeAllStandStill() throws Exception {
    fill();
    supply.unneeded(0);
    assertTrue(supply.rewind(0, 2));
    starving = true;
    assertTrue(startReading().get());
    assertFalse(supply.rewind(0, 2));
  }

  @Test
  void aGopBeingRepeatedKeepsItsFrames() throws Exception {
    fill();
    supply.unneeded(0);
    assertTrue(supply.rewind(0, 2));
    FrameSupply.Loan first = supply.lend(0);
    starving = true;
    FutureTask<Boolean> reader = startReading();
    assertEquals(BUFFERS, stream.delivered());
    first.sent();
    assertTrue(reader.get());
    supply.lend(1);
  }

  @Test
  void aLoanThatIsOverChangesNothing() throws Exception {
    fill();
    FrameSupply.Loan old = supply.lend(0);
    assertTrue(supply.rewind(0, 2));
    FrameSupply.Loan now = supply.lend(0);
    old.sent();
    old.end();
    starving = true;
    FutureTask<Boolean> reader = startReading();
    assertFalse(reader.isDone());
    assertEquals(BUFFERS, stream.delivered());
    assertEquals(-1, film.frame(0).data().mismatch(now.frame().data()));
    now.sent();
    assertTrue(reader.get());
    assertFalse(supply.canRewind(0));
  }

  @Test
  void aFailedGopIsGivenUpThoughItsNeighbourIsBeingRepeated() throws Exception {
    fill();
    for (int i = 0; i < BUFFERS; i++) {
      supply.unneeded(i);
    }
    assertTrue(supply.rewind(0, 2));
    assertTrue(supply.rewind(2, BUFFERS));
    supply.lend(0);
    starving = true;
    assertTrue(startReading().get());
    assertTrue(supply.canRewind(0));
    assertFalse(supply.canRewind(2));
  }

  @Test
  void nothingIsGivenUpWhereOnlyReadersAreInTheWay() throws Exception {
    long bytes = 3 * BUFFERS * stream.format().layout().frameBytes();
    var waiting =
        new StreamSupply(
            stream, Long.MAX_VALUE, new FrameMemory(bytes, BUFFERS, false), Path.of("."));
    for (int i = 0; i < 8; i++) {
      assertTrue(advance(waiting));
    }
    waiting.unneeded(3);
    List<Integer> uncompressed = List.of(0, 1, 2, 7);
    List<FrameSupply.Loan> loans = uncompressed.stream().map(waiting::lend).toList();
    starving = true;
    FutureTask<Boolean> reader = startReading(waiting);
    assertEquals(8, stream.delivered());
    assertEquals(8, waiting.heldFrames());
    loans.getLast().sent();
    assertTrue(reader.get());
    assertEquals(9, waiting.heldFrames());
    waiting.free();
  }

  @Test
  void whatSlotsReadDoesNotHoldUpAPipeWhoseFramesGoToDisk(@TempDir Path directory)
      throws Exception {
    long bytes = BUFFERS * stream.format().layout().frameBytes();
    var onDisk =
        new StreamSupply(stream, Long.MAX_VALUE, new FrameMemory(bytes, BUFFERS, true), directory);
    for (int i = 0; i < BUFFERS; i++) {
      assertTrue(advance(onDisk));
      onDisk.lend(i);
    }
    while (advance(onDisk)) {}
    assertEquals(10, onDisk.heldFrames());
    onDisk.free();
  }

  @Test
  void theEndIsKnownOnceTheStreamOrTheLimitEnds() throws Exception {
    fill();
    assertEquals(-1, supply.knownFrames());
    supply.release(new Gop(0, 0, BUFFERS));
    fill();
    supply.release(new Gop(1, 4, BUFFERS));
    assertTrue(advance());
    assertTrue(advance());
    assertFalse(advance());
    assertEquals(10, supply.knownFrames());

    var limited = supply(new FilmStream(film), 4);
    for (int i = 0; i < 4; i++) {
      assertTrue(limited.advance(_ -> {}, () -> false));
    }
    assertFalse(limited.advance(_ -> {}, () -> false), "the limit needs no buffer");
    assertEquals(4, limited.knownFrames());
  }

  @Test
  void closeEndsTheWait() throws Exception {
    fill();
    FutureTask<Boolean> reader = startReading();
    supply.close();
    assertInstanceOf(
        InterruptedException.class, assertThrows(ExecutionException.class, reader::get).getCause());
  }

  /// Without room for compressed frames.
  private static StreamSupply supply(FilmStream stream, long limit) {
    long bytes = BUFFERS * stream.format().layout().frameBytes();
    return new StreamSupply(stream, limit, new FrameMemory(bytes, BUFFERS, false), Path.of("."));
  }

  private boolean advance() throws InterruptedException {
    return advance(supply);
  }

  private boolean advance(StreamSupply supply) throws InterruptedException {
    return supply.advance(
        frame -> assertEquals(-1, film.frame(frame.index()).data().mismatch(frame.data())),
        () -> starving);
  }

  private void fill() throws InterruptedException {
    for (int i = 0; i < BUFFERS; i++) {
      assertTrue(advance());
    }
    assertEquals(BUFFERS, supply.heldFrames());
  }

  /// Starts to read one more frame, and returns when the reader waits or is done.
  private FutureTask<Boolean> startReading() {
    return startReading(supply);
  }

  private FutureTask<Boolean> startReading(StreamSupply supply) {
    var task = new FutureTask<>(() -> advance(supply));
    Thread reader = Thread.ofPlatform().daemon().start(task);
    Patience.until(
        "it waits or is done", () -> reader.getState() == Thread.State.WAITING || task.isDone());
    return task;
  }
}
