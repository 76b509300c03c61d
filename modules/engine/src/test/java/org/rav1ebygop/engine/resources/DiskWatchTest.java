package org.rav1ebygop.engine.resources;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.job.JobStatus;

class DiskWatchTest {
  private static final Path GOPS = Path.of("/gops");
  private static final Path FILM = Path.of("/film");
  private static final long MB = 1_000_000;

  private final Map<Path, DiskSpace> disks = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private JobStatus status = at(0, 0);

  @Test
  void aDiskThatIsNearlyFullEndsTheJob() {
    disks.put(GOPS, new DiskSpace("a", 10 * MB, 100_000 * MB));
    GopException e = assertThrows(GopException.class, watch(GOPS)::tick);
    assertEquals(GopException.Kind.ENVIRONMENT, e.kind());
    assertTrue(e.getMessage().startsWith("the disk of /gops is nearly full, 10 MB left"));
  }

  @Test
  void soDoesTheDiskOfTheFilm() {
    disks.put(GOPS, new DiskSpace("a", 90_000 * MB, 100_000 * MB));
    disks.put(FILM, new DiskSpace("b", 10 * MB, 100_000 * MB));
    assertThrows(GopException.class, watch(GOPS, FILM)::tick);
  }

  @Test
  void aSmallDiskMayBeUsedUpToATwentieth() {
    disks.put(GOPS, new DiskSpace("a", 5 * MB, 100 * MB));
    assertDoesNotThrow(watch(GOPS)::tick);
    disks.put(GOPS, new DiskSpace("a", 5 * MB - 1, 100 * MB));
    assertThrows(GopException.class, watch(GOPS)::tick);
  }

  @Test
  void onOneDiskThereMustBeRoomForGopsAndFilm() {
    disks.put(GOPS, new DiskSpace("a", 1500 * MB, 100_000 * MB));
    disks.put(FILM, new DiskSpace("a", 1500 * MB, 100_000 * MB));
    watch(GOPS, FILM).begin(700 * MB);
    assertEquals(List.of(), warnings);
    watch(GOPS, FILM).begin(800 * MB);
    assertEquals(
        List.of(
            "the film may take about 1600 MB on the disk of /gops until it is done, but only 1500 MB are left"),
        warnings);
  }

  @Test
  void onTwoDisksEachIsLookedAt() {
    disks.put(GOPS, new DiskSpace("a", 1500 * MB, 100_000 * MB));
    disks.put(FILM, new DiskSpace("b", 500 * MB, 100_000 * MB));
    watch(GOPS, FILM).begin(600 * MB);
    assertEquals(1, warnings.size());
    assertTrue(warnings.getFirst().contains("600 MB on the disk of /film"), warnings::toString);
  }

  @Test
  void whatIsForeseenDuringTheRunIsToldOnce() {
    disks.put(GOPS, new DiskSpace("a", 300 * MB, 100_000 * MB));
    DiskWatch watch = watch(GOPS);
    watch.begin(-1);
    status = at(4, 20 * MB);
    watch.tick();
    assertEquals(List.of(), warnings, "too early to tell");
    status = at(10, 50 * MB);
    watch.tick();
    watch.tick();
    assertEquals(
        List.of(
            "the film will take about 450 MB on the disk of /gops until it is done, but only 300 MB are left"),
        warnings);
  }

  @Test
  void aFileSystemThatDoesNotTellIsTrusted() {
    watch(GOPS, FILM).begin(Long.MAX_VALUE);
    assertEquals(List.of(), warnings);
  }

  @Test
  void aFolderThatIsYetToBeMadeIsOnTheDiskOfTheOneAbove(@TempDir Path folder) {
    DiskSpace space = Objects.requireNonNull(DiskSpace.of(folder.resolve("a/b")));
    assertEquals(space.disk(), Objects.requireNonNull(DiskSpace.of(folder)).disk());
    assertTrue(space.total() >= space.usable());
  }

  private DiskWatch watch(Path... folders) {
    return new DiskWatch(List.of(folders), disks::get, () -> status, warnings::add);
  }

  private static JobStatus at(long framesDone, long bytes) {
    return new JobStatus(100, 100, 10, 0, framesDone, 0, bytes, List.of(), List.of());
  }
}
