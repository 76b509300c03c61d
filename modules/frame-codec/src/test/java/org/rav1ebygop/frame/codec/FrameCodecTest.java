package org.rav1ebygop.frame.codec;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;

class FrameCodecTest {
  private static final FrameLayout SMALL = new FrameLayout(97, 33, ChromaSampling.CS420, 8);
  private static final FrameLayout DEEP = new FrameLayout(97, 33, ChromaSampling.CS422, 10);

  @ParameterizedTest
  @EnumSource
  void everyFrameComesBackAndTakesNoMoreThanRaw(Pictures kind) throws Exception {
    for (FrameLayout layout : Pictures.layouts()) {
      var codec = new FrameCodec(layout);
      MemorySegment frame = kind.frame(layout, layout.hashCode());
      MemorySegment work = bytes(codec.workBytes()).fill((byte) 0x5a);
      long size = codec.compress(frame.asReadOnly(), work);
      assertTrue(size <= layout.frameBytes() + FrameCodec.HEADER_BYTES, layout::toString);
      MemorySegment back = bytes(layout.frameBytes()).fill((byte) 0x5a);
      codec.decompress(bytes(size).copyFrom(work.asSlice(0, size)).asReadOnly(), back);
      assertEquals(-1, frame.mismatch(back), layout::toString);
    }
  }

  @Test
  void whatIsAlikeTakesLittle() {
    for (int depth : new int[] {8, 12}) {
      var layout = new FrameLayout(1920, 1080, ChromaSampling.CS420, depth);
      assertTrue(compressed(layout, Pictures.WHITE).byteSize() * 30 < layout.frameBytes());
      assertTrue(compressed(layout, Pictures.GRADIENT).byteSize() * 15 < layout.frameBytes());
      assertTrue(compressed(layout, Pictures.GRAIN).byteSize() * 1.5 < layout.frameBytes());
    }
  }

  @Test
  void aFrameIsTheSameBytesEachTime() {
    assertEquals(-1, compressed(SMALL, Pictures.GRAIN).mismatch(compressed(SMALL, Pictures.GRAIN)));
  }

  @Test
  void changedBitsAreNoticed() {
    for (Pictures kind : new Pictures[] {Pictures.GRAIN, Pictures.NOISE}) {
      MemorySegment packed = compressed(SMALL, kind);
      for (long bit = 0; bit < packed.byteSize() * 8; bit += bit < 64 ? 1 : 13) {
        flip(packed, bit);
        assertCorrupt(SMALL, packed);
        flip(packed, bit);
      }
    }
  }

  @Test
  void otherLengthsAreNoticed() {
    MemorySegment packed = compressed(SMALL, Pictures.GRAIN);
    for (long size = 0; size < packed.byteSize(); size += size < 64 ? 1 : 11) {
      assertCorrupt(SMALL, packed.asSlice(0, size));
    }
    assertCorrupt(SMALL, bytes(packed.byteSize() + 1).copyFrom(packed));
    assertCorrupt(SMALL, bytes(SMALL.frameBytes() + FrameCodec.HEADER_BYTES + 1));
  }

  /// Whoever writes the bytes can write their checksum too.
  @Test
  void forgedBytesAreRefusedOrAreSomePicture() {
    for (FrameLayout layout : new FrameLayout[] {SMALL, DEEP}) {
      var random = new Random(7);
      int refused = 0;
      for (int i = 0; i < 5_000; i++) {
        MemorySegment packed = compressed(layout, i % 2 == 0 ? Pictures.GRAIN : Pictures.BLACK);
        long size = i % 3 == 0 ? 5 + random.nextLong(packed.byteSize() - 5) : packed.byteSize();
        packed = packed.asSlice(0, size);
        for (int k = random.nextInt(4); k >= 0 && size > 5; k--) {
          flip(packed, 32 + random.nextLong(size * 8 - 32));
        }
        forge(packed);
        try {
          new FrameCodec(layout).decompress(packed, bytes(layout.frameBytes()));
        } catch (CorruptFrameException e) {
          refused++;
        }
      }
      assertTrue(refused > 300, "refused " + refused);
    }
  }

  @Test
  void framesOfAnotherLayoutAreRefused() {
    var other = new FrameLayout(33, 97, ChromaSampling.CS444, 8);
    assertCorrupt(other, compressed(SMALL, Pictures.GRAIN));
  }

  @Test
  void wrongSizesAreTheCallersFault() {
    var codec = new FrameCodec(SMALL);
    MemorySegment frame = Pictures.GRAIN.frame(SMALL, 1);
    MemorySegment small = bytes(codec.workBytes() - 1);
    assertThrows(IllegalArgumentException.class, () -> codec.compress(frame, small));
    MemorySegment cut = frame.asSlice(1);
    MemorySegment work = bytes(codec.workBytes());
    assertThrows(IllegalArgumentException.class, () -> codec.compress(cut, work));
    assertThrows(IllegalArgumentException.class, () -> codec.decompress(work, cut));
  }

  private static void assertCorrupt(FrameLayout layout, MemorySegment packed) {
    var codec = new FrameCodec(layout);
    var target = bytes(layout.frameBytes());
    var e = assertThrows(CorruptFrameException.class, () -> codec.decompress(packed, target));
    assertEquals(1, e.getMessage().lines().count());
  }

  private static MemorySegment compressed(FrameLayout layout, Pictures kind) {
    var codec = new FrameCodec(layout);
    MemorySegment work = bytes(codec.workBytes());
    long size = codec.compress(kind.frame(layout, 3), work);
    return bytes(size).copyFrom(work.asSlice(0, size));
  }

  private static void flip(MemorySegment packed, long bit) {
    byte old = packed.get(JAVA_BYTE, bit / 8);
    packed.set(JAVA_BYTE, bit / 8, (byte) (old ^ 1 << bit % 8));
  }

  private static void forge(MemorySegment packed) {
    var crc = new CRC32C();
    crc.update(packed.asSlice(4).asByteBuffer());
    packed.set(
        ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0, (int) crc.getValue());
  }

  private static MemorySegment bytes(long size) {
    return MemorySegment.ofArray(new byte[(int) size]);
  }
}
