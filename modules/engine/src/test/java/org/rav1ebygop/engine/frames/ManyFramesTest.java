package org.rav1ebygop.engine.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.StreamSource;
import org.rav1ebygop.engine.job.FrameMemory;
import org.rav1ebygop.testkit.SyntheticFilm;

/// A pipe that is far ahead of the encoders.
class ManyFramesTest {
  private static final FrameLayout LAYOUT = new FrameLayout(16, 16, ChromaSampling.CS420, 8);
  private static final int RESERVE = 4;

  /// More than may wait in memory.
  private static final int MANY = 110_000;

  @TempDir private Path directory;

  @Test
  void onDiskAnyNumberWaitsAndEachCostsAsMuchAsTheFirst() throws Exception {
    StreamSupply supply = supply(RESERVE * LAYOUT.frameBytes(), true);
    fill(supply, MANY);
    assertEquals(MANY, supply.heldFrames());
    var random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      assertFrame(supply, random.nextInt(MANY));
    }
    supply.release(new Gop(0, 0, MANY - 1));
    assertEquals(1, supply.heldFrames());
    assertFrame(supply, MANY - 1);
    supply.free();
  }

  @Test
  void whereThereIsMemoryForMoreTheyGoToDiskAllTheSame() throws Exception {
    StreamSupply supply = supply(2L * MANY * LAYOUT.frameBytes(), true);
    fill(supply, MANY);
    for (int i = 0; i < MANY; i += 97) {
      assertFrame(supply, i);
    }
    supply.free();
  }

  /// They take the time of one step each, also those that an encoder has long got.
  @Test
  void framesThatWereSentAreCompressedFirstHoweverManyWait() throws Exception {
    StreamSupply supply = supply(2L * MANY * LAYOUT.frameBytes(), false);
    for (int i = 0; i < 50_000; i++) {
      assertTrue(advance(supply));
      assertFrame(supply, i);
    }
    assertEquals(50_000, supply.heldFrames());
    supply.free();
  }

  @Test
  void placesOnDiskAreFoundInAnyOrderInBoundedMemory() {
    long[] taken = {0};
    var places =
        new DiskPlaces(bytes -> {
          taken[0] += bytes;
          return MemorySegment.ofArray(new long[(int) (bytes / Long.BYTES)]);
        });
    Map<Long, Long> expected = new HashMap<>();
    var random = new Random(3);
    long oldest = 0;
    for (long i = 0; i < 1_000_000; i++) {
      if (random.nextInt(10) > 0) {
        places.put(i, i + 7);
        expected.put(i, i + 7);
      }
      for (; oldest < i - 50_000; oldest++) {
        Long known = expected.remove(oldest);
        assertEquals(known == null ? DiskPlaces.NONE : known, places.remove(oldest));
      }
      long asked = oldest + random.nextInt(60_000);
      assertEquals(expected.getOrDefault(asked, DiskPlaces.NONE), places.get(asked));
    }
    assertEquals(expected.size(), places.size());
    assertTrue(taken[0] <= Long.BYTES * (50_000 + 3 * 4096), taken[0] + " bytes");
  }

  @Test
  void howeverMuchIsOnDiskFewFilesAreOpen() throws Exception {
    var spill = new Spill(directory, 1000);
    MemorySegment frame = MemorySegment.ofArray(new byte[100]);
    long[] places = new long[20_000];
    for (int i = 0; i < places.length; i++) {
      frame.set(ValueLayout.JAVA_INT_UNALIGNED, 0, i);
      places[i] = spill.append(i, frame);
    }
    assertTrue(spill.fileCount() < 200, spill.fileCount() + " files");
    MemorySegment back = MemorySegment.ofArray(new byte[200]);
    for (int i = 0; i < places.length; i++) {
      MemorySegment found = spill.read(places[i], i, back);
      assertEquals(100, found.byteSize());
      assertEquals(i, found.get(ValueLayout.JAVA_INT_UNALIGNED, 0));
    }
    for (long place : places) {
      spill.release(place);
    }
    spill.closeUnused();
    assertEquals(1, spill.fileCount(), "the one that is written to");
    assertThrows(IOException.class, () -> spill.read(places[0], 0, back));
    spill.close();
    assertEquals(0, spill.fileCount());
    try (var left = Files.list(directory)) {
      assertEquals(0, left.count());
    }
  }

  private StreamSupply supply(long bytes, boolean spill) {
    return new StreamSupply(
        new Numbers(), Long.MAX_VALUE, new FrameMemory(bytes, RESERVE, spill), directory);
  }

  private static void fill(StreamSupply supply, int frames) throws InterruptedException {
    for (int i = 0; i < frames; i++) {
      assertTrue(advance(supply));
    }
  }

  private static boolean advance(StreamSupply supply) throws InterruptedException {
    return supply.advance(_ -> {}, () -> false);
  }

  private static void assertFrame(StreamSupply supply, int index) {
    FrameSupply.Loan loan = supply.lend(index);
    MemorySegment data = loan.frame().data();
    assertEquals(index, data.get(ValueLayout.JAVA_INT_UNALIGNED, 0));
    loan.sent();
  }

  /// Frames without end, each with its index.
  private static final class Numbers implements StreamSource {
    private int next;

    @Override
    public VideoFormat format() {
      return SyntheticFilm.format(LAYOUT);
    }

    @Override
    public boolean read(MemorySegment target) {
      target.fill((byte) 0);
      target.set(ValueLayout.JAVA_INT_UNALIGNED, 0, next++);
      return true;
    }

    @Override
    public void close() {}
  }
}
