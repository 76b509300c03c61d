package org.rav1ebygop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.job.FrameMemory;

class PipeMemoryTest {
  private static final long GB = 1_000_000_000;
  private static final FrameLayout HD = new FrameLayout(1920, 1080, ChromaSampling.CS420, 8);
  private static final PipeMemory.Film FILM = new PipeMemory.Film(HD, 240, 10);
  private static final PipeMemory.Wish NONE = new PipeMemory.Wish(null, false);

  @ParameterizedTest
  @CsvSource({"0, 0", "123, 123", "5k, 5000", "800M, 800000000", "2g, 2000000000"})
  void sizesAreDecimal(String size, long bytes) {
    assertEquals(bytes, PipeMemory.parse(size));
  }

  @Test
  void hugeSizesAreOnlyHuge() {
    assertTrue(PipeMemory.parse("999999999999G") > Long.MAX_VALUE / 5);
    var most = new PipeMemory.Film(new FrameLayout(65536, 65536, ChromaSampling.CS444, 12), 1, 10);
    assertTrue(PipeMemory.of(most, NONE, 256, 1L << 50).bytes() > 0);
    var long1 = new PipeMemory.Film(HD, Integer.MAX_VALUE, 10);
    assertEquals(
        PipeMemory.PROGRAM_BYTES + 50_000 * HD.frameBytes() + work(HD, 256),
        PipeMemory.of(long1, NONE, 256, Long.MAX_VALUE).bytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "M", "-1", "1.5G", "2T", "2 G", "lots", "1234567890123"})
  void whatIsNoSizeIsRefused(String size) {
    var e = assertThrows(GopException.class, () -> PipeMemory.parse(size));
    assertEquals(GopException.Kind.USAGE, e.kind());
    assertEquals(
        "--frame-memory is a size such as 800M or 2G, not '%s'".formatted(size), e.getMessage());
  }

  @Test
  void aWishIsKept() {
    PipeMemory memory = PipeMemory.of(FILM, new PipeMemory.Wish("500M", true), 2, 0);
    assertEquals(500_000_000, memory.bytes());
    assertTrue(memory.frames().spill());
    assertTrue(memory.frames().bytes() <= 500_000_000 - PipeMemory.PROGRAM_BYTES);
    assertTrue(memory.frames().reserve() >= 13);
  }

  @Test
  void whatIsTooLittleIsRefusedAndTheLeastNamedWorks() {
    var tooLittle = new PipeMemory.Wish("100M", false);
    var e = assertThrows(GopException.class, () -> PipeMemory.of(FILM, tooLittle, 2, GB));
    assertEquals(GopException.Kind.USAGE, e.kind());
    assertEquals(
        "--frame-memory 100M is too little for frames of 1920x1080 4:2:0 8 bit; it takes 233M or more",
        e.getMessage());
    PipeMemory least = PipeMemory.of(FILM, new PipeMemory.Wish("233M", false), 2, 0);
    assertEquals(13, least.frames().reserve());
    assertThrows(
        GopException.class, () -> PipeMemory.of(FILM, new PipeMemory.Wish("226M", false), 2, 0));
  }

  @Test
  void aGopForEachSlotAndOneMoreFitInHalfOfTheirSize() {
    assertEquals(
        PipeMemory.PROGRAM_BYTES + 3 * 240 * HD.frameBytes() / 2 + work(HD, 2),
        PipeMemory.of(FILM, NONE, 2, 100 * GB).bytes());
  }

  /// Else a worker that is lost could cost a GOP of it.
  @Test
  void aSmallFilmIsHeldWithoutCounting() {
    var layout = new FrameLayout(256, 144, ChromaSampling.CS420, 8);
    PipeMemory memory = PipeMemory.of(new PipeMemory.Film(layout, 12, 10), NONE, 9, 100 * GB);
    assertTrue(memory.frames().bytes() >= 1000 * layout.frameBytes());
    assertTrue(
        PipeMemory.of(new PipeMemory.Film(layout, 12, 10), NONE, 9, 0).bytes() < 200_000_000);
  }

  private static long work(FrameLayout layout, int slots) {
    return FrameMemory.least(layout, 0, slots, false);
  }

  @Test
  void noMoreIsTakenThanTheEncodersLeave() {
    assertEquals(GB, PipeMemory.of(FILM, NONE, 2, GB).bytes());
  }

  @Test
  void enoughToWorkInIsAlwaysTaken() {
    PipeMemory memory = PipeMemory.of(FILM, NONE, 2, 0);
    assertFalse(memory.frames().spill());
    assertTrue(memory.bytes() >= PipeMemory.PROGRAM_BYTES + 32 * HD.frameBytes());
    assertTrue(memory.bytes() <= PipeMemory.PROGRAM_BYTES + FrameMemory.least(HD, 29, 2, false));
  }
}
