package org.rav1ebygop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.testkit.FilmStream;

/// Muxers that are another program.
class LateMuxerTest {
  @TempDir Path directory;

  @Test
  void itIsOpenedWhenAllGopsAreStored() throws Exception {
    var job = new TestJob(directory);
    var stored = new AtomicInteger();
    job.muxer =
        new LateMuxer(() -> stored.set(job.events(JobEvent.Stored.class).size()), packet -> packet);
    var complete = assertInstanceOf(JobResult.Complete.class, job.run());
    assertEquals(complete.gops().size(), stored.get());
    assertTrue(complete.readBack());
  }

  @Test
  void whenOnlyMuxingIsLeftNoFrameIsRead() throws Exception {
    failToMux();
    var job = new TestJob(directory);
    var film = new DecodedFilm(new FilmStream(new CachedFilm(30)), "same", Instant.MAX);
    job.source = film;
    var complete = assertInstanceOf(JobResult.Complete.class, job.run());
    assertEquals(0, film.frames().delivered());
    assertEquals(30, complete.framesReused());
    var whole = new TestJob(Files.createDirectory(directory.resolve("whole")));
    assertInstanceOf(JobResult.Complete.class, whole.run());
    assertEquals(
        -1, Files.mismatch(directory.resolve("film.ivf"), directory.resolve("whole/film.ivf")));
  }

  @Test
  void anotherFileIsNotTakenForTheSame() throws Exception {
    failToMux();
    var job = new TestJob(directory);
    job.source = new DecodedFilm("other");
    var refusal = assertThrows(GopException.class, job::open);
    assertEquals(GopException.Kind.USAGE, refusal.kind());
    assertTrue(
        refusal.getMessage().contains("is 1 other bytes, or is read otherwise"),
        refusal.getMessage());
  }

  @Test
  void whatIsReadBackHasToBeWhatWasStored() {
    var job = new TestJob(directory);
    job.muxer =
        new LateMuxer(
            () -> {}, packet -> packet.index() == 7 ? new Packet(8, packet.data()) : packet);
    var refusal = assertThrows(GopException.class, job::run);
    assertEquals(GopException.Kind.ENVIRONMENT, refusal.kind());
    assertTrue(refusal.getMessage().contains("packet 8 is at 7"), refusal.getMessage());
  }

  private void failToMux() {
    var job = new TestJob(directory);
    job.source = new DecodedFilm("same");
    job.muxer = new LateMuxer(LateMuxerTest::die, packet -> packet);
    var failure = assertThrows(GopException.class, job::run);
    assertTrue(failure.getMessage().startsWith("the other program has died"), failure.getMessage());
  }

  private static void die() {
    throw GopException.environment("the other program has died", null);
  }
}
