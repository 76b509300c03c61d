package org.rav1ebygop.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.engine.job.FrameTypeCount;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.engine.job.OutputTarget;
import org.rav1ebygop.testkit.EncoderFault;
import org.rav1ebygop.testkit.FilmStream;
import org.rav1ebygop.testkit.RecordedEncoder;

/// Where films go.
class OutputTest {
  private static final byte[] OLD = "DKIF of an earlier run".getBytes(US_ASCII);

  @TempDir private Path directory;

  @Test
  void anOldFileStaysUntilTheFilmIsProven() throws Exception {
    Path film = Files.write(directory.resolve("film.ivf"), OLD);
    TestJob job = new TestJob(directory);
    job.also =
        event -> {
          if (event instanceof JobEvent.Stored) {
            assertArrayEquals(OLD, read(film), "changed before the end");
          }
        };
    var complete = assertInstanceOf(JobResult.Complete.class, job.run());
    assertTrue(complete.readBack());
    assertEquals(List.of("film.ivf"), names());
    assertEquals(30, headerFrames(read(film)));
  }

  @Test
  void aFailedJobLeavesTheOldFileAndNothingButItsState() throws Exception {
    Path film = Files.write(directory.resolve("film.ivf"), OLD);
    TestJob job = new TestJob(directory);
    job.encoder =
        new RecordedEncoder(
            (frame, _) -> frame == 12 ? new EncoderFault.Fail(0) : EncoderFault.NONE);
    assertInstanceOf(JobResult.Incomplete.class, job.run());
    assertArrayEquals(OLD, read(film));
    assertEquals(List.of("film.ivf", "film.ivf.gops"), names());
    assertEquals(
        List.of(), namesIn(job.state).stream().filter(name -> name.endsWith(".tmp")).toList());
  }

  @Test
  void aFileThatReadsBackWrongIsNotPublished() throws Exception {
    Path film = Files.write(directory.resolve("film.ivf"), OLD);
    for (long packet : new long[] {0, 17, 29}) {
      TestJob job = new TestJob(directory);
      job.muxer = new IvfTestMuxer(p -> p.index() == packet ? lastByteChanged(p) : p);
      GopException e = assertThrows(GopException.class, job::run);
      assertEquals(GopException.Kind.ENVIRONMENT, e.kind());
      assertTrue(e.getMessage().startsWith("the output read back is"), e.getMessage());
      assertArrayEquals(OLD, read(film));
      assertEquals(List.of("film.ivf", "film.ivf.gops"), names());
    }
    TestJob again = new TestJob(directory);
    assertInstanceOf(JobResult.Complete.class, again.run());
    assertEquals(3, again.events(JobEvent.Reused.class).size());
    assertEquals(0, again.encoder.started());
  }

  @Test
  void aMuxerThatFailsIsBlamedItself() {
    TestJob job = new TestJob(directory);
    job.muxer =
        new IvfTestMuxer(packet -> {
          throw GopException.environment("no space for packet " + packet.index(), null);
        });
    assertEquals(
        "no space for packet 0; finished GOPs are kept, run again with --resume",
        assertThrows(GopException.class, job::run).getMessage());
  }

  @Test
  void aStreamGetsTheBytesOfAFileAndTheRightCount() throws Exception {
    TestJob file = new TestJob(directory);
    assertInstanceOf(JobResult.Complete.class, file.run());
    byte[] expected = read(directory.resolve("film.ivf"));
    for (boolean pipe : new boolean[] {false, true}) {
      TestJob job = new TestJob(directory);
      var bytes = new ByteArrayOutputStream();
      job.source = pipe ? new FilmStream(new CachedFilm(30)) : job.source;
      job.target = new OutputTarget.Stream(Channels.newChannel(bytes));
      var complete = assertInstanceOf(JobResult.Complete.class, job.run());
      assertFalse(complete.readBack());
      assertArrayEquals(expected, bytes.toByteArray());
    }
  }

  @Test
  void aDiscardedFilmIsMadeAndVerified() throws Exception {
    TestJob job = new TestJob(directory);
    job.target = new OutputTarget.Discard();
    var complete = assertInstanceOf(JobResult.Complete.class, job.run());
    assertEquals(30, complete.frames());
    assertEquals(
        List.of("key", "inter"), complete.types().stream().map(FrameTypeCount::type).toList());
    assertEquals(List.of(3L, 27L), complete.types().stream().map(FrameTypeCount::frames).toList());
    assertEquals(List.of(), names());
  }

  @Test
  void aLimitCountsFramesOfFilesAndPipes() throws Exception {
    for (boolean pipe : new boolean[] {false, true}) {
      TestJob job = new TestJob(directory);
      job.source = pipe ? new FilmStream(new CachedFilm(30)) : job.source;
      job.limit = 14;
      assertEquals(14, assertInstanceOf(JobResult.Complete.class, job.run()).frames());
      assertEquals(14, headerFrames(read(directory.resolve("film.ivf"))));
    }
  }

  @Test
  void anOutputThatCannotBeWrittenEndsTheJob() throws Exception {
    TestJob job = new TestJob(directory);
    Files.createDirectories(temporary(job).resolve("not empty"));
    GopException e = assertThrows(GopException.class, job::run);
    assertEquals(GopException.Kind.ENVIRONMENT, e.kind());
    assertTrue(e.getMessage().contains("film.ivf"), e.getMessage());
  }

  /// Two jobs whose GOPs are in different folders may write one output at the same time.
  @Test
  void jobsWithOneOutputDoNotDisturbEachOther() throws Exception {
    TestJob first = new TestJob(directory);
    TestJob second = new TestJob(directory);
    second.state = directory.resolve("elsewhere.gops");
    var begun = new AtomicBoolean();
    first.also =
        event -> {
          if (event instanceof JobEvent.Stored && !begun.getAndSet(true)) {
            assertInstanceOf(JobResult.Complete.class, ran(second));
          }
        };
    assertInstanceOf(JobResult.Complete.class, first.run());
    assertTrue(begun.get());
    assertEquals(List.of("film.ivf"), names());
  }

  /// Such as a link that somebody else has put there.
  @Test
  void nothingIsWrittenThroughTheTemporaryName() throws Exception {
    Path precious = Files.write(directory.resolve("precious"), OLD);
    TestJob job = new TestJob(directory);
    Files.createSymbolicLink(temporary(job), precious);
    assertInstanceOf(JobResult.Complete.class, job.run());
    assertArrayEquals(OLD, read(precious));
    assertEquals(List.of("film.ivf", "precious"), names());
  }

  /// Hours lie between the first look at the output and its end.
  @Test
  void whatHasComeMeanwhileIsLeftAloneUnlessItIsSuchAFilm() throws Exception {
    Path film = directory.resolve("film.ivf");
    byte[] notes = "notes".getBytes(US_ASCII);
    TestJob job = new TestJob(directory);
    job.also =
        event -> {
          if (event instanceof JobEvent.Stored) {
            write(film, notes);
          }
        };
    GopException e = assertThrows(GopException.class, job::run);
    assertEquals(GopException.Kind.ENVIRONMENT, e.kind());
    assertEquals(
        film
            + " holds something other than a film of format ivf; name another file for -o, or delete it; finished GOPs are kept, run again with --resume",
        e.getMessage());
    assertArrayEquals(notes, read(film));
    assertEquals(List.of("film.ivf", "film.ivf.gops"), names());
    Files.delete(film);
    TestJob again = new TestJob(directory);
    assertInstanceOf(JobResult.Complete.class, again.run());
    assertEquals(0, again.encoder.started());
  }

  /// Under which name the output of a job grows.
  private Path temporary(TestJob job) {
    int folder = job.state.toAbsolutePath().normalize().hashCode();
    return directory.resolve(".film.ivf." + HexFormat.of().toHexDigits(folder) + ".tmp");
  }

  private static JobResult ran(TestJob job) {
    try {
      return job.run();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void write(Path file, byte[] content) {
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Packet lastByteChanged(Packet packet) {
    byte[] bytes = packet.data().toArray(ValueLayout.JAVA_BYTE);
    bytes[bytes.length - 2] ^= 1;
    return new Packet(packet.index(), MemorySegment.ofArray(bytes));
  }

  private static long headerFrames(byte[] ivf) {
    return MemorySegment.ofArray(ivf)
        .get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(java.nio.ByteOrder.LITTLE_ENDIAN), 24);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> names() throws IOException {
    return namesIn(directory);
  }

  private static List<String> namesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
