package org.rav1ebygop.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.FrameQuality;
import org.rav1ebygop.api.Gop;

class GopQualityTest {
  private static final int FRAMES = 40;

  @TempDir private Path folder;
  private final Random random = new Random(20261123);

  @Test
  void whatIsWrittenIsReadToTheLastBit() throws IOException {
    List<FrameQuality> frames = frames();
    StoredGop gop = gop(FRAMES);
    GopQuality.write(gop, frames);
    assertEquals(frames, GopQuality.read(gop));
    assertTrue(JobDirectory.GOP_FILE.matcher(gop.file().getFileName().toString()).matches());
  }

  @Test
  void aFileForAnotherNumberOfFramesOrNoneIsMissing() throws IOException {
    assertNull(GopQuality.read(gop(FRAMES)));
    GopQuality.write(gop(FRAMES), frames());
    assertNull(GopQuality.read(gop(FRAMES - 1)));
    assertNull(GopQuality.read(gop(FRAMES + 1)));
  }

  @Test
  void aDamagedFileIsMissing() throws IOException {
    StoredGop gop = gop(FRAMES);
    GopQuality.write(gop, frames());
    Path file = folder.resolve(gop.file().getFileName() + GopQuality.SUFFIX);
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < 500; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
      Files.write(file, damaged);
      assertNull(GopQuality.read(gop));
    }
    for (int end = 0; end < whole.length; end += 97) {
      Files.write(file, Arrays.copyOf(whole, end));
      assertNull(GopQuality.read(gop));
    }
    Files.write(file, new byte[FRAMES * 300]);
    assertNull(GopQuality.read(gop));
  }

  @Test
  void whatDeletesAJobDeletesIt() throws IOException {
    Path job = Files.createDirectory(folder.resolve("film.ivf.gops"));
    GopQuality.write(
        new StoredGop(job.resolve(name()), new Gop(3, 100, FRAMES), 1, "0".repeat(64)), frames());
    GopStore.delete(job);
    assertTrue(Files.notExists(job));
  }

  private List<FrameQuality> frames() {
    return Stream.generate(() -> new FrameQuality(plane(), plane(), plane()))
        .limit(FRAMES)
        .toList();
  }

  private FrameQuality.Plane plane() {
    return new FrameQuality.Plane(random.nextLong(1L << 50), random.nextDouble(-1, 1));
  }

  private StoredGop gop(int frames) {
    return new StoredGop(folder.resolve(name()), new Gop(3, 100, frames), 1, "0".repeat(64));
  }

  private static String name() {
    return "gop-000003-0123abcd-4567cdef-" + "0".repeat(64) + ".ivf";
  }
}
