package org.rav1ebygop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.SourceFingerprint;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.testkit.EncoderFault;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.SyntheticFilm;

/// Files that something happens to while they are encoded.
@Tag("waits")
class ChangingSourceTest {
  @TempDir private Path directory;

  @Test
  void aMappedPageThatIsGoneIsAFaultOfTheInput() {
    var job = new TestJob(directory);
    job.source = new Changing(new CachedFilm(30), 17);
    GopException e = assertThrows(GopException.class, job::run);
    assertEquals(GopException.Kind.INPUT, e.kind(), e.getMessage());
    assertTrue(e.getMessage().contains("a part of it cannot be read any more"), e.getMessage());
  }

  @Test
  void aFilmWrittenToMeanwhileDoesNotGetItsName() {
    var job = new TestJob(directory);
    var source = new Changing(new CachedFilm(30), Long.MAX_VALUE);
    job.source = source;
    job.also =
        event -> {
          if (event instanceof JobEvent.Planned) {
            source.change();
          }
        };
    GopException e = assertThrows(GopException.class, job::run);
    assertEquals(GopException.Kind.INPUT, e.kind(), e.getMessage());
    assertTrue(e.getMessage().contains(" was changed while it was encoded; "), e.getMessage());
    assertFalse(Files.exists(directory.resolve("film.ivf")));
  }

  /// The rest of the film would be encoded in vain.
  @Test
  void afterTheFilmWasWrittenToNoGopIsStored() {
    var job = new TestJob(directory);
    var source = new Changing(new CachedFilm(30), Long.MAX_VALUE);
    job.source = source;
    FilmJob film = job.open();
    source.change();
    GopException e = assertThrows(GopException.class, film::run);
    assertEquals(GopException.Kind.INPUT, e.kind(), e.getMessage());
    assertTrue(e.getMessage().contains(" was changed while it was encoded; "), e.getMessage());
    assertEquals(List.of(), job.events(JobEvent.Stored.class));
  }

  /// It would be taken for that of the film as it was, if that came back with its time of change.
  @Test
  void theLogOfAFilmThatWasWrittenToHasNoEnd() throws Exception {
    var first = new TestJob(directory);
    first.encoder =
        new RecordedEncoder(
            (frame, _) -> frame == 12 ? new EncoderFault.Fail(0) : EncoderFault.NONE);
    first.run();
    Path log = first.state.resolve("keyframes");
    assertTrue(Files.readString(log).contains("end 30 "));
    Files.delete(log);
    var second = new TestJob(directory);
    var source = new Changing(new CachedFilm(30), Long.MAX_VALUE);
    second.source = source;
    FilmJob film = second.open();
    source.change();
    assertThrows(GopException.class, film::run);
    assertFalse(Files.readString(log).contains("end"));
  }

  /// A page that is lost between the look at the size of the file and its use.
  @Test
  void aPageThatIsLostWhileItIsReadIsAFaultOfTheInput() throws IOException {
    var job = new TestJob(directory);
    job.source = new LostPages(new SyntheticFilm(RecordedEncoder.FORMAT, 30), directory, 20);
    GopException e = assertThrows(GopException.class, job::run);
    assertEquals(GopException.Kind.INPUT, e.kind(), e.getMessage());
    assertTrue(e.getMessage().startsWith("frame 20 cannot be read any more: "), e.getMessage());
  }

  private static final class Changing implements SeekableSource {
    private final SeekableSource film;
    private final long lost;
    private volatile boolean changed;

    /// @param lost from this frame on the mapping has no pages
    Changing(SeekableSource film, long lost) {
      this.film = film;
      this.lost = lost;
    }

    void change() {
      changed = true;
    }

    @Override
    public VideoFormat format() {
      return film.format();
    }

    @Override
    public long frameCount() {
      return film.frameCount();
    }

    @Override
    public Frame frame(long index) {
      if (index >= lost) {
        throw new InternalError("a fault occurred in an unsafe memory access operation");
      }
      return film.frame(index);
    }

    @Override
    public SourceFingerprint fingerprint() {
      SourceFingerprint before = film.fingerprint();
      return changed
          ? new SourceFingerprint(before.bytes(), Instant.ofEpochSecond(1), before.samples())
          : before;
    }

    @Override
    public void close() {
      film.close();
    }
  }
}
