package org.rav1ebygop.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobResult;

/// Jobs in other processes: at the same time, killed, out of space.
@EnabledOnOs({OS.LINUX, OS.MAC})
@Tag("waits")
class OtherProcessTest {
  @TempDir private Path directory;
  private byte[] film;

  @BeforeEach
  void makeTheFilmInOnePiece() throws Exception {
    Path whole = Files.createDirectory(directory.resolve("whole"));
    assertInstanceOf(JobResult.Complete.class, ChildJob.job(whole).run());
    film = Files.readAllBytes(whole.resolve("film.ivf"));
  }

  @Test
  void aDirectoryHasOneProcessAtATime() throws Exception {
    FilmJob open = ChildJob.job(directory).open();
    String said = output(ChildJob.start("", directory.toString()));
    assertEquals(
        "ENVIRONMENT: another rav1e-by-gop is working on %s; wait for it, or choose another output"
            .formatted(directory.resolve("film.ivf.gops")),
        said);
    assertInstanceOf(JobResult.Complete.class, open.run());
  }

  @Test
  void aKilledProcessLosesNoFinishedGop() throws Exception {
    Process child = ChildJob.start("", directory.toString(), "hang");
    try (BufferedReader out = child.inputReader()) {
      assertEquals("stored", out.readLine());
      child.destroyForcibly().waitFor();
    }
    TestJob job = ChildJob.job(directory);
    assertInstanceOf(JobResult.Complete.class, job.run());
    assertEquals(1, job.events(JobEvent.Reused.class).size());
    assertArrayEquals(film, Files.readAllBytes(directory.resolve("film.ivf")));
  }

  @Test
  void outOfSpaceIsSaidAndLeavesNothingHalfWritten() throws Exception {
    // a file may grow to one block of the shell: 512 or 1024 bytes, less than one GOP has
    String said = output(ChildJob.start("ulimit -f 1 &&", directory.toString()));
    assertTrue(said.startsWith("ENVIRONMENT: cannot write "), said);
    assertTrue(said.endsWith("File too large"), said);
    TestJob job = ChildJob.job(directory);
    assertInstanceOf(JobResult.Complete.class, job.run());
    assertEquals(0, job.events(JobEvent.Reused.class).size());
    assertArrayEquals(film, Files.readAllBytes(directory.resolve("film.ivf")));
  }

  private static String output(Process process) throws Exception {
    try (BufferedReader out = process.inputReader()) {
      return String.join("\n", out.lines().toList());
    }
  }
}
