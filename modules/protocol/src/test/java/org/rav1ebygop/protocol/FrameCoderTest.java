package org.rav1ebygop.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.protocol.session.CodedFrame;
import org.rav1ebygop.protocol.session.FramePool;
import org.rav1ebygop.testkit.Patience;
import org.rav1ebygop.testkit.SyntheticFilm;

class FrameCoderTest {
  private static final FrameLayout LAYOUT = new FrameLayout(66, 50, ChromaSampling.CS420, 10);

  private final FramePool pool = FramePool.inMemory(LAYOUT.frameBytes());

  @Test
  void framesComeBackCompressedOrRaw() {
    var film = new SyntheticFilm(SyntheticFilm.format(LAYOUT), 3);
    try (var coder = new FrameCoder(LAYOUT, pool)) {
      for (List<String> agreed : List.of(List.<String>of(), FrameCoder.CODINGS)) {
        for (long i = 0; i < 3; i++) {
          CodedFrame coded = coder.encode(film.frame(i), agreed, new LinkMeter());
          assertEquals(agreed.size(), coded.coding());
          Frame back = coder.decode(coded, i);
          assertEquals(i, back.index());
          assertEquals(-1, film.frame(i).data().mismatch(back.data()));
          pool.give(coded.data());
        }
      }
    }
    assertEquals(0, pool.inUse());
  }

  @Test
  void noiseTravelsRaw() {
    byte[] noise = new byte[(int) LAYOUT.frameBytes()];
    new Random(1).nextBytes(noise);
    var frame = new Frame(0, LAYOUT, MemorySegment.ofArray(noise));
    try (var coder = new FrameCoder(LAYOUT, pool)) {
      CodedFrame coded = coder.encode(frame, FrameCoder.CODINGS, new LinkMeter());
      assertTrue(coded.data().byteSize() <= noise.length);
      assertEquals(-1, coder.decode(coded, 0).data().mismatch(frame.data()));
    }
  }

  @Test
  void damageOnTheWayIsFound() {
    var film = new SyntheticFilm(SyntheticFilm.format(LAYOUT), 1);
    try (var coder = new FrameCoder(LAYOUT, pool)) {
      for (List<String> agreed : List.of(List.<String>of(), FrameCoder.CODINGS)) {
        CodedFrame coded = coder.encode(film.frame(0), agreed, new LinkMeter());
        long at = coded.data().byteSize() / 2;
        byte old = coded.data().get(ValueLayout.JAVA_BYTE, at);
        coded.data().set(ValueLayout.JAVA_BYTE, at, (byte) (old ^ 4));
        GopException damaged = assertThrows(GopException.class, () -> coder.decode(coded, 7));
        assertTrue(damaged.getMessage().startsWith("frame 7 was damaged"), damaged.getMessage());
      }
    }
  }

  @Test
  void poolsGiveRoomAgainInMemoryAndInFiles(@TempDir Path folder) throws Exception {
    for (FramePool any : List.of(FramePool.inMemory(100), FramePool.inFolder(100, folder))) {
      MemorySegment first = any.take(100).fill((byte) 1);
      MemorySegment second = any.take(40).fill((byte) 2);
      assertEquals(1, first.get(ValueLayout.JAVA_BYTE, 99));
      any.give(first);
      assertEquals(first.address(), any.take(60).address());
      assertThrows(
          IllegalArgumentException.class, () -> any.give(MemorySegment.ofArray(new byte[1])));
      any.close();
      assertTrue(second.scope().isAlive());
      any.give(second);
      any.give(first);
      Patience.until("it is freed in the background", () -> !second.scope().isAlive());
    }
    try (var left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }
}
