package org.rav1ebygop.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.job.EarlierJob;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.testkit.EncoderFault;
import org.rav1ebygop.testkit.RecordedEncoder;

/// Job directories that were damaged between two runs.
class StateTest {
  @TempDir private Path directory;
  private Path state;
  private byte[] film;

  /// Leaves a job without its second of three GOPs.
  @BeforeEach
  void leaveAJob() throws Exception {
    Path whole = Files.createDirectory(directory.resolve("whole"));
    assertInstanceOf(JobResult.Complete.class, new TestJob(whole).run());
    film = Files.readAllBytes(whole.resolve("film.ivf"));
    leaveAnotherJob();
  }

  private void leaveAnotherJob() throws InterruptedException {
    TestJob job = new TestJob(directory);
    state = job.state;
    job.encoder =
        new RecordedEncoder(
            (frame, _) -> frame == 12 ? new EncoderFault.Fail(0) : EncoderFault.NONE);
    assertInstanceOf(JobResult.Incomplete.class, job.run());
  }

  @Test
  void aDeletedGopIsMadeAgain() throws Exception {
    Files.delete(gop(0));
    assertMadeAgain(0, 1);
  }

  @Test
  void aDamagedGopIsMadeAgainWhereverTheDamage() throws Exception {
    byte[] good = Files.readAllBytes(gop(0));
    var random = new Random(1);
    for (int i = 0; i < 60; i++) {
      byte[] bad = good.clone();
      int at = i < 32 ? i : random.nextInt(good.length);
      bad[at] ^= (byte) (1 << random.nextInt(8));
      damageAndFinish(good, bad, "bit of byte " + at);
    }
    for (int length : new int[] {0, 1, 31, 32, 40, good.length - 1}) {
      damageAndFinish(good, Arrays.copyOf(good, length), "cut to " + length);
    }
    damageAndFinish(good, Arrays.copyOf(good, good.length + 1), "one byte more");
  }

  /// What changes no packet and no count is no damage, such as a bit of the header's frame rate.
  private void damageAndFinish(byte[] good, byte[] bad, String what) throws Exception {
    Files.write(gop(0), bad);
    TestJob job = new TestJob(directory);
    assertInstanceOf(JobResult.Complete.class, job.run(), what);
    assertArrayEquals(film, Files.readAllBytes(directory.resolve("film.ivf")), what);
    boolean madeAgain = job.events(JobEvent.Stored.class).size() == 2;
    assertEquals(madeAgain, !job.events(JobEvent.Warning.class).isEmpty(), what);
    leaveAnotherJob();
    assertArrayEquals(good, Files.readAllBytes(gop(0)));
  }

  @Test
  void aGopOfAnotherJobIsMadeAgain() throws Exception {
    String name = gop(0).getFileName().toString();
    Files.move(gop(0), state.resolve(name.substring(0, 11) + "00000000" + name.substring(19)));
    assertMadeAgain(0, 1);
  }

  @Test
  void aGopUnderTheNumberOfAnotherIsMadeAgain() throws Exception {
    String name = gop(2).getFileName().toString();
    Files.move(gop(2), state.resolve("gop-000001" + name.substring(10)));
    assertMadeAgain(1, 2);
  }

  @Test
  void halfWrittenFilesAreSweptAway() throws Exception {
    Files.write(state.resolve("gop-000001.7.tmp"), new byte[100]);
    Files.write(state.resolve("job.json.tmp"), new byte[1]);
    assertMadeAgain(1);
  }

  @Test
  void aForeignFileIsRefusedAndNeverDeleted() throws Exception {
    for (String name : List.of("film.mkv", "notes.tmp", "gop-draft.ivf")) {
      Path foreign = Files.createFile(state.resolve(name));
      GopException e = assertThrows(GopException.class, new TestJob(directory)::open);
      assertEquals(
          "%s holds %s, which is not ours; choose another output or --temp".formatted(state, name),
          e.getMessage());
      assertThrows(GopException.class, () -> FilmJob.discard(state));
      assertTrue(Files.exists(foreign));
      assertTrue(FilmJob.exists(state));
      Files.delete(foreign);
    }
  }

  @Test
  void anyChangeOfTheJobRecordIsRefused() throws Exception {
    Path file = state.resolve("job.json");
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(file, bad);
      assertRefused(new TestJob(directory), "cannot resume ");
      Files.write(file, Arrays.copyOf(good, i));
      assertRefused(new TestJob(directory), "cannot resume ");
    }
    Files.write(file, good);
    assertMadeAgain(1);
  }

  @ParameterizedTest
  @CsvSource({
    "0, another version of rav1e-by-gop",
    "1, rav1e-by-gop 0.1",
    "3, another version of rav1e-by-gop"
  })
  void aJobOfAnotherVersionIsNamed(int format, String version) throws Exception {
    Path file = state.resolve("job.json");
    String text = Files.readString(file);
    Files.writeString(file, text.replace("\"format\": 2", "\"format\": " + format));
    String why = version + " began it, and only that version can finish it";
    assertRefused(
        new TestJob(directory),
        "cannot resume %s: %s; start over with --overwrite".formatted(state, why));
    assertEquals(List.of(why), earlier(new TestJob(directory)).differences());
    FilmJob.discard(state);
  }

  @Test
  void whatIsThereIsToldBeforeAnythingIsDone() throws Exception {
    Instant before = Files.getLastModifiedTime(gop(2)).toInstant();
    EarlierJob left = earlier(new TestJob(directory));
    assertEquals(state, left.folder());
    assertEquals(2, left.finished());
    assertEquals(3, left.gops());
    assertFalse(left.changed().isBefore(before));
    assertTrue(left.fits());

    TestJob other = new TestJob(directory);
    other.quantizer = 80;
    other.limit = 29;
    EarlierJob different = earlier(other);
    assertEquals(2, different.finished());
    assertEquals(
        List.of("encoder.quantizer was 100, is 80", "source.limit was not set, is 29"),
        different.differences());

    Files.write(state.resolve("keyframes"), new byte[10]);
    assertEquals(-1, earlier(new TestJob(directory)).gops());
    FilmJob.discard(state);
    assertNull(new TestJob(directory).earlier());
    assertFalse(Files.exists(state));
  }

  private static EarlierJob earlier(TestJob job) {
    return Objects.requireNonNull(job.earlier());
  }

  /// The values of the facts are for machines: a job must not become another one by other words.
  @Test
  void theRecordHoldsValues() throws Exception {
    JsonObject facts =
        JsonParser.parseString(Files.readString(state.resolve("job.json")))
            .getAsJsonObject()
            .getAsJsonObject("facts");
    for (String fact :
        List.of(
            "source=file",
            "source.size=30",
            "source.width=64",
            "source.chroma=CS420",
            "source.bit-depth=8",
            "source.frame-rate=25/1",
            "source.sample-aspect-ratio=1/1",
            "source.primaries=UNSPECIFIED",
            "encoder.quantizer=100",
            "splitter.keyint=1000")) {
      String[] parts = fact.split("=", 2);
      assertEquals(parts[1], facts.get(parts[0]).getAsString(), fact);
    }
    assertFalse(facts.has("source.limit"));
  }

  @Test
  void aHugeJobRecordIsNotRead() throws Exception {
    try (var file = new RandomAccessFile(state.resolve("job.json").toFile(), "rw")) {
      file.setLength(1L << 40);
    }
    assertRefused(new TestJob(directory), "cannot resume %s: job.json is damaged".formatted(state));
  }

  @Test
  void aDamagedKeyframeLogIsMadeAgain() throws Exception {
    Path log = state.resolve("keyframes");
    byte[] good = Files.readAllBytes(log);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(log, i % 2 == 0 ? bad : Arrays.copyOf(good, i));
      assertInstanceOf(JobResult.Complete.class, new TestJob(directory).run(), "byte " + i);
      assertArrayEquals(film, Files.readAllBytes(directory.resolve("film.ivf")), "byte " + i);
      leaveAnotherJob();
      assertArrayEquals(good, Files.readAllBytes(log));
    }
  }

  @Test
  void anotherJobOnTheDirectoryIsRefusedWhileOneIsOpen() throws Exception {
    FilmJob open = new TestJob(directory).open();
    GopException e = assertThrows(GopException.class, new TestJob(directory)::open);
    assertEquals(GopException.Kind.ENVIRONMENT, e.kind());
    assertTrue(e.getMessage().startsWith("another rav1e-by-gop is working on"), e.getMessage());
    assertThrows(GopException.class, () -> FilmJob.discard(state));
    assertInstanceOf(JobResult.Complete.class, open.run());
  }

  @Test
  void aDirectoryThatCouldNotBeOpenedIsNotLocked() throws Exception {
    Path record = state.resolve("job.json");
    String good = Files.readString(record);
    Files.writeString(record, "{}");
    assertRefused(new TestJob(directory), "cannot resume " + state);
    Files.writeString(record, good);
    assertMadeAgain(1);
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsNamed() throws Exception {
    FilmJob.discard(state);
    Files.createFile(state);
    GopException e = assertThrows(GopException.class, new TestJob(directory)::open);
    assertTrue(e.getMessage().contains("film.ivf.gops is not a folder"), e.getMessage());
  }

  @Test
  void otherDigitsOfTheLocaleDoNotMatter() throws Exception {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      FilmJob.discard(state);
      leaveAnotherJob();
    } finally {
      Locale.setDefault(before);
    }
    assertMadeAgain(1);
  }

  private void assertMadeAgain(Integer... gops) throws Exception {
    TestJob job = new TestJob(directory);
    assertInstanceOf(JobResult.Complete.class, job.run());
    assertEquals(
        List.of(gops),
        job.events(JobEvent.Stored.class).stream().map(e -> e.gop().index()).sorted().toList());
    assertArrayEquals(film, Files.readAllBytes(directory.resolve("film.ivf")));
  }

  private static void assertRefused(TestJob job, String message) {
    GopException e = assertThrows(GopException.class, job::open);
    assertEquals(GopException.Kind.USAGE, e.kind());
    assertTrue(e.getMessage().startsWith(message), e.getMessage());
  }

  private Path gop(int index) throws IOException {
    try (Stream<Path> files = Files.list(state)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("gop-00000" + index + "-"))
          .findAny()
          .orElseThrow();
    }
  }
}
