package org.rav1ebygop.engine.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyframeLogTest {
  private static final List<KeyframeLog.Mark> KEYFRAMES =
      List.of(
          new KeyframeLog.Mark(0, 0x0123abcd),
          new KeyframeLog.Mark(240, 0),
          new KeyframeLog.Mark(285, 0xffffffff),
          new KeyframeLog.Mark(100_000_000_000L, 0x80000000));
  private static final KeyframeLog.Mark END = new KeyframeLog.Mark(100_000_000_007L, 5);

  @TempDir private Path directory;
  private Path file;
  private byte[] good;

  @BeforeEach
  void write() throws IOException {
    file = directory.resolve("keyframes");
    try (KeyframeLog log = KeyframeLog.open(file)) {
      KEYFRAMES.forEach(log::keyframe);
      log.end(END);
    }
    good = Files.readAllBytes(file);
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    try (KeyframeLog log = KeyframeLog.open(file)) {
      assertEquals(KEYFRAMES, log.keyframes());
      assertEquals(END, log.end());
    }
    assertArrayEquals(good, Files.readAllBytes(file));
  }

  @Test
  void aLogTornAnywhereKeepsItsWholeLinesAndGoesOnAsBefore() throws IOException {
    for (int length = 0; length < good.length; length++) {
      Files.write(file, Arrays.copyOf(good, length));
      assertGoesOn(linesIn(length), "torn at " + length);
    }
  }

  @Test
  void aLogChangedAnywhereKeepsTheLinesBefore() throws IOException {
    for (int at = 0; at < good.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) (1 << bit);
        Files.write(file, bad);
        assertGoesOn(linesIn(at), "bit " + bit + " of byte " + at);
      }
    }
  }

  @Test
  void linesAfterTheEndAreCutOff() throws IOException {
    byte[] longer = Arrays.copyOf(good, good.length * 2);
    System.arraycopy(good, 0, longer, good.length, good.length);
    Files.write(file, longer);
    KeyframeLog.open(file).close();
    assertArrayEquals(good, Files.readAllBytes(file));
  }

  @Test
  void aHugeFileIsNotRead() throws IOException {
    try (var huge = new RandomAccessFile(file.toFile(), "rw")) {
      huge.setLength(1L << 40);
    }
    assertGoesOn(0, "huge");
  }

  private void assertGoesOn(int lines, String what) throws IOException {
    try (KeyframeLog log = KeyframeLog.open(file)) {
      assertEquals(KEYFRAMES.subList(0, lines), log.keyframes(), what);
      assertNull(log.end(), what);
      KEYFRAMES.subList(lines, KEYFRAMES.size()).forEach(log::keyframe);
      log.end(END);
    }
    assertArrayEquals(good, Files.readAllBytes(file), what);
  }

  /// Whole lines, without the last one, in the first bytes of the good log.
  private int linesIn(int bytes) {
    int lines = 0;
    for (int i = 0; i < bytes; i++) {
      lines += good[i] == '\n' ? 1 : 0;
    }
    return lines;
  }
}
