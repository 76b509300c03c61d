package org.rav1ebygop.engine.frames;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.job.FrameMemory;
import org.rav1ebygop.testkit.FilmStream;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.SyntheticFilm;

/// Frames that wait compressed, in memory or on disk.
@Tag("waits")
class HeldMemoryTest {
  private static final int RESERVE = 4;
  private static final int FRAMES = 40;

  private final SyntheticFilm film = new SyntheticFilm(RecordedEncoder.FORMAT, FRAMES);
  private final FilmStream stream = new FilmStream(film);
  private final long frameBytes = film.format().layout().frameBytes();
  @TempDir private Path directory;

  @Test
  void moreFramesFitThanWouldBeHeldAsTheyAre() throws Exception {
    StreamSupply supply = supply(RESERVE + 14, false);
    int held = 0;
    while (held < 20 && advance(supply)) {
      held++;
    }
    assertEquals(20, held);
    assertFilm(supply, 20);
    supply.free();
  }

  @Test
  void framesCanBeReadByManySlotsAtATime() throws Exception {
    StreamSupply supply = supply(RESERVE + 20, false);
    for (int i = 0; i < 20; i++) {
      assertTrue(advance(supply));
    }
    List<Frame> read = new ArrayList<>();
    for (int i = 19; i >= 0; i--) {
      read.add(supply.lend(i).frame());
    }
    for (Frame frame : read) {
      assertEquals(-1, film.frame(frame.index()).data().mismatch(frame.data()));
    }
    supply.free();
  }

  @Test
  void onDiskAllFramesFitAndComeBackInAnyOrder() throws Exception {
    StreamSupply supply = supply(RESERVE, true);
    for (int i = 0; i < FRAMES; i++) {
      assertTrue(advance(supply));
    }
    assertFalse(advance(supply));
    assertFilm(supply, FRAMES);
    var random = new Random(1);
    for (int i = 0; i < 100; i++) {
      int index = random.nextInt(FRAMES);
      FrameSupply.Loan loan = supply.lend(index);
      assertEquals(-1, film.frame(index).data().mismatch(loan.frame().data()));
      loan.sent();
    }
    assertTrue(supply.rewind(0, FRAMES));
    assertFilm(supply, FRAMES);
    supply.free();
    assertEquals(0, filesLeft());
  }

  @Test
  void aFrameTakenBackIsGoneWhereverItWas() throws Exception {
    for (boolean spill : new boolean[] {false, true}) {
      StreamSupply supply = supply(RESERVE + 10, spill);
      for (int i = 0; i < 12; i++) {
        assertTrue(advance(supply));
      }
      supply.release(new Gop(0, 0, 12));
      assertEquals(0, supply.heldFrames());
      assertThrows(GopException.class, () -> supply.lend(5));
      supply.free();
    }
  }

  @Test
  void aDamagedFrameOnDiskIsNoticed() throws Exception {
    var path = directory.resolve("frames-1.tmp");
    var file = new SpillFile(path);
    MemorySegment data = MemorySegment.ofArray(new byte[600_000]).fill((byte) 7);
    long first = file.append(1, data);
    long second = file.append(2, data.asSlice(0, 10));
    MemorySegment back = MemorySegment.ofArray(new byte[700_000]);
    assertEquals(-1, data.mismatch(file.read(first, 1, back)));
    assertEquals(10, file.read(second, 2, back).byteSize());
    var e = assertThrows(IOException.class, () -> file.read(second, 3, back));
    assertEquals("it holds frame 2 of 10 bytes in its place", e.getMessage());
    assertThrows(IOException.class, () -> file.read(first, 1, back.asSlice(0, 599_999)));
    file.close();
    assertFalse(Files.exists(path));
  }

  @Test
  void aFrameThatCannotBeReadBackNamesItselfAndTheFile() throws Exception {
    var store = new FrameStore(film.format().layout(), new FrameMemory(0, 1, true), directory);
    Kept place = store.spill(3, store.compress(film.frame(3).data()));
    ReadBuffer buffer = store.takeBuffer(place);
    assertEquals(-1, film.frame(3).data().mismatch(store.read(3, place, buffer)));
    var e = assertThrows(GopException.class, () -> store.read(4, place, buffer));
    assertEquals(GopException.Kind.ENVIRONMENT, e.kind());
    assertTrue(
        e.getMessage().startsWith("frame 4 of the pipe cannot be read back from " + directory),
        e.getMessage());
    store.close();
  }

  @Test
  void aFrameDamagedInMemoryIsNoticed() {
    var memory = new FrameMemory(4 * frameBytes, 1, false);
    var store = new FrameStore(film.format().layout(), memory, directory);
    Kept.Packed kept = Objects.requireNonNull(store.keep(store.compress(film.frame(3).data())));
    ReadBuffer buffer = Objects.requireNonNull(store.takeBuffer(kept));
    buffer.packed.set(JAVA_BYTE, 9, (byte) ~buffer.packed.get(JAVA_BYTE, 9));
    var e = assertThrows(GopException.class, () -> store.read(3, kept, buffer));
    assertTrue(e.getMessage().contains("from memory: the checksum does not match"), e.getMessage());
    store.close();
  }

  @Test
  void whereNothingCanBeWrittenTheFolderIsNamed() throws Exception {
    Path missing = directory.resolve("missing");
    long bytes = RESERVE * frameBytes;
    var supply =
        new StreamSupply(stream, Long.MAX_VALUE, new FrameMemory(bytes, RESERVE, true), missing);
    for (int i = 0; i < RESERVE; i++) {
      assertTrue(advance(supply));
    }
    var e = assertThrows(GopException.class, () -> advance(supply));
    assertEquals(GopException.Kind.ENVIRONMENT, e.kind());
    assertTrue(e.getMessage().contains("frame 3 of the pipe in " + missing), e.getMessage());
    supply.free();
  }

  @Test
  void memoryTakesNoMoreThanItsCapacityWhateverIsKeptAndLetGo() {
    long[] taken = {0};
    var memory =
        new BlockMemory(
            bytes -> {
              taken[0] += bytes;
              return MemorySegment.ofArray(new byte[(int) bytes]);
            },
            16,
            100_000);
    var random = new Random(5);
    var kept = new ArrayList<BlockMemory.Piece>();
    var data = new ArrayList<MemorySegment>();
    int full = 0;
    for (int i = 0; i < 3000; i++) {
      MemorySegment piece = MemorySegment.ofArray(new byte[1 + random.nextInt(5000)]);
      piece.fill((byte) i);
      BlockMemory.Piece place = memory.keep(piece);
      if (place != null) {
        kept.add(place);
        data.add(piece);
      } else {
        full++;
        int victim = random.nextInt(kept.size());
        MemorySegment back = MemorySegment.ofArray(new byte[(int) kept.get(victim).bytes()]);
        memory.copy(kept.get(victim), back);
        assertEquals(-1, back.mismatch(data.remove(victim)));
        memory.free(kept.remove(victim));
      }
    }
    assertTrue(full > 500, "full " + full + " times");
    assertTrue(taken[0] <= 100_000, taken[0] + " bytes");
  }

  private StreamSupply supply(int frames, boolean spill) {
    var memory = new FrameMemory(frames * frameBytes, RESERVE, spill);
    return new StreamSupply(new FilmStream(film), Long.MAX_VALUE, memory, directory);
  }

  private boolean advance(StreamSupply supply) throws InterruptedException {
    return supply.advance(
        frame -> assertEquals(-1, film.frame(frame.index()).data().mismatch(frame.data())),
        () -> false);
  }

  private void assertFilm(StreamSupply supply, int frames) {
    for (int i = 0; i < frames; i++) {
      FrameSupply.Loan loan = supply.lend(i);
      assertEquals(-1, film.frame(i).data().mismatch(loan.frame().data()), "frame " + i);
      loan.sent();
    }
  }

  private long filesLeft() throws IOException {
    try (var files = Files.list(directory)) {
      return files.count();
    }
  }
}
