package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.testkit.Mutations;

/// Films that were damaged at random, or on purpose, in the containers that people have: each is
/// encoded and verified, or refused in one line with the right exit code. `./dev fuzz` tries more.
class HostileFilmIT {
  private static final Image IMAGE = Image.built();
  private static final int COUNT = Integer.getInteger("hostile.count", 3);
  private static final long SEED = Long.getLong("hostile.seed", 20261130);

  /// Complete, incomplete, a film that cannot be read, and one that ffmpeg needs more for.
  private static final Set<Integer> CODES = Set.of(0, 2, 3, 4, 5);

  @TempDir Path scratch;

  @Test
  void damagedMatroskaMp4AndAviFilmsAreEncodedOrRefused() throws IOException {
    for (String name : List.of("mkv", "mp4", "avi")) {
      var mutations = new Mutations(List.of(film(name)), SEED);
      for (int i = 0; i < COUNT; i++) {
        Path film = Files.write(scratch.resolve(i + "-hostile." + name), mutations.next());
        Path out = scratch.resolve("out.mkv");
        Outcome outcome =
            IMAGE
                .run(film, "-o", out, "--speed", 10, "--limit", 6, "--workers", "none")
                .and("--overwrite", "--no-progress")
                .toEnd();
        String what = "seed " + SEED + ", " + film + "\n" + outcome;
        assertTrue(CODES.contains(outcome.code()), what);
        assertFalse(outcome.stderr().contains("this is a bug"), what);
        assertFalse(outcome.stderr().contains("\tat "), what);
        assertEquals(
            outcome.code() == 0, outcome.stderr().contains("Complete and verified: "), what);
        Files.deleteIfExists(out);
        Files.delete(film);
      }
    }
  }

  private byte[] film(String name) throws IOException {
    Path film = scratch.resolve("film." + name);
    new Run("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=25")
        .and("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=8000")
        .and("-t", 1, "-c:v", "mpeg4", "-g", 5, "-c:a", "aac", film)
        .toEnd()
        .expectCode(0);
    return Files.readAllBytes(film);
  }
}
