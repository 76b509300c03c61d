package org.rav1ebygop.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameTimes;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.SourceFingerprint;
import org.rav1ebygop.api.spi.Input;
import org.rav1ebygop.api.spi.InputReaderProvider;
import org.rav1ebygop.api.spi.InputReaderProvider.Match;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.api.spi.StreamSource;
import org.rav1ebygop.api.spi.VideoSource;

/// What every [InputReaderProvider] and the sources it opens promise.
public abstract class InputReaderContract {
  @TempDir private Path directory;

  /// For subclasses.
  protected InputReaderContract() {}

  /// The provider under test.
  protected abstract InputReaderProvider reader();

  /// Films that the file format of this reader carries without loss, format and frames; at least
  /// one, each of 3 frames or more.
  protected abstract List<SyntheticFilm> films();

  /// A film as a file of this reader.
  protected abstract byte[] encode(SyntheticFilm film);

  /// Files that start like one of this reader, but cannot be read to their end.
  protected abstract List<byte[]> damaged();

  /// The end of names of its files, with its dot.
  protected abstract String suffix();

  /// Whether it reads pipes.
  protected boolean readsPipes() {
    return true;
  }

  /// Whether it opens files as [SeekableSource].
  protected boolean seeksInFiles() {
    return true;
  }

  /// Options that the reader is opened with.
  protected Options options() {
    return Options.NONE;
  }

  @Test
  final void tellsWhatItIs() {
    assertTrue(reader().id().matches("[a-z][a-z0-9-]*"), reader().id());
    assertTrue(reader().description().matches("[^\\n]*[^\\n.]"), reader().description());
  }

  @Test
  final void knowsItsOwnInputs() throws IOException {
    for (Input input : inputs(encode(films().getFirst()))) {
      assertNotEquals(Match.NO, reader().match(input), input.name());
    }
  }

  @Test
  final void isNotCertainOfAnythingElse() throws IOException {
    for (byte[] other : List.of(new byte[0], new byte[] {0}, new byte[Input.HEAD_BYTES])) {
      for (Input input : inputs(other)) {
        assertNotEquals(Match.CERTAIN, reader().match(input), input.name());
      }
    }
  }

  @Test
  final void keepsFormatAndFrames() throws IOException {
    for (SyntheticFilm film : films()) {
      for (Input input : inputs(encode(film))) {
        reader().match(input);
        try (VideoSource source = open(input)) {
          assertEquals(film.format(), source.format());
          Sources.assertFrames(film, Sources.readAll(source));
        }
      }
    }
  }

  @Test
  final void framesStayReadableWhileOthersAreRead() throws IOException {
    var film = films().getFirst();
    try (SeekableSource source = openSeekable(film)) {
      var held = new ArrayList<Frame>();
      for (long i = film.frameCount() - 1; i >= 0; i--) {
        held.addFirst(source.frame(i));
      }
      for (int i = 0; i < film.frameCount(); i++) {
        assertEquals(i, held.get(i).index());
        assertEquals(film.format().layout(), held.get(i).layout());
      }
      Sources.assertFrames(film, held.stream().map(Frame::data).toList());
    }
  }

  @Test
  final void hasNoFramesOutsideItsCount() throws IOException {
    var film = films().getFirst();
    try (SeekableSource source = openSeekable(film)) {
      assertEquals(film.frameCount(), source.frameCount());
      for (long index : new long[] {-1, film.frameCount(), Long.MIN_VALUE, Long.MAX_VALUE}) {
        assertThrows(IndexOutOfBoundsException.class, () -> source.frame(index));
      }
    }
  }

  @Test
  final void readsFramesFromSeveralThreadsAtOnce() throws Exception {
    var film = films().getFirst();
    try (SeekableSource source = openSeekable(film);
        var threads = Executors.newFixedThreadPool(4)) {
      var start = new CountDownLatch(4);
      Callable<Boolean> all =
          () -> {
            start.countDown();
            start.await();
            for (int round = 0; round < 20; round++) {
              Sources.assertFrames(film, Sources.readAll(source));
            }
            return true;
          };
      for (var reading : threads.invokeAll(List.of(all, all, all, all))) {
        assertTrue(reading.get());
      }
    }
  }

  @Test
  final void fingerprintChangesWithTheContentOnly() throws IOException {
    var film = films().getFirst();
    byte[] bytes = encode(film);
    var shorter = new SyntheticFilm(film.format(), (int) film.frameCount() - 1);
    Path path = Files.write(directory.resolve("same" + suffix()), bytes);
    var before = fingerprint(path);
    assertEquals(before, fingerprint(path));
    Files.write(path, encode(shorter));
    assertNotEquals(before, fingerprint(path));
  }

  @Test
  final void aStreamThatCanBeReadAgainIsRecognisedByItsContent() throws IOException {
    var film = films().getFirst();
    Path path = Files.write(directory.resolve("again" + suffix()), encode(film));
    SourceFingerprint before = fingerprintOfStream(path);
    assumeTrue(before != null);
    assertEquals(before, fingerprintOfStream(path));
    Files.write(path, encode(new SyntheticFilm(film.format(), (int) film.frameCount() - 1)));
    assertNotEquals(before, fingerprintOfStream(path));
  }

  @Test
  final void showsEachFrameLaterThanTheOneBefore() throws IOException {
    var film = films().getFirst();
    for (Input input : inputs(encode(film))) {
      try (VideoSource source = open(input)) {
        Sources.readAll(source);
        FrameTimes times = source.times(film.frameCount());
        for (long i = 0; times != null && i < film.frameCount(); i++) {
          assertTrue(times.at(i) < times.at(i + 1), "frame " + i);
        }
      }
    }
  }

  @Test
  final void notesAreLinesWithoutAFullStop() throws IOException {
    for (Input input : inputs(encode(films().getFirst()))) {
      try (VideoSource source = open(input)) {
        for (String note : source.notes()) {
          assertTrue(note.matches("[^\\n]*[^\\n.]"), note);
        }
      }
    }
  }

  @Test
  final void refusesDamageWithOneLineAboutTheInput() throws IOException {
    for (byte[] bytes : damaged()) {
      for (Input input : inputs(bytes)) {
        var refusal = assertThrows(GopException.class, () -> readAll(input));
        assertEquals(GopException.Kind.INPUT, refusal.kind(), refusal.getMessage());
        assertFalse(refusal.getMessage().contains("\n"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(input.name()), refusal.getMessage());
      }
    }
  }

  @Test
  final void readsNothingOnceClosed() throws IOException {
    var film = films().getFirst();
    for (Input input : inputs(encode(film))) {
      VideoSource source = open(input);
      source.close();
      assertThrows(GopException.class, () -> Sources.readFirst(source), input.name());
    }
  }

  @Test
  final void closingEndsAReadThatWaits() {
    assumeTrue(readsPipes());
    byte[] bytes = encode(films().getFirst());
    assertTimeoutPreemptively(
        Patience.LIMIT,
        () -> {
          var pipe = Pipe.open();
          try (var producer = pipe.sink();
              var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var written = threads.submit(() -> writeAll(producer, bytes));
            var source = open(Inputs.pipe("waiting", bytes, pipe.source()));
            var ended =
                threads.submit(
                    () -> assertThrows(GopException.class, () -> Sources.readAll(source)));
            assertTrue(written.get());
            source.close();
            assertEquals(1, ended.get().getMessage().lines().count());
          }
        });
  }

  private static boolean writeAll(WritableByteChannel channel, byte[] bytes) throws IOException {
    var buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    return true;
  }

  private VideoSource open(Input input) {
    return reader().open(input, options());
  }

  private SeekableSource openSeekable(SyntheticFilm film) throws IOException {
    assumeTrue(seeksInFiles());
    return assertInstanceOf(SeekableSource.class, open(file(encode(film))));
  }

  /// The bytes as a file and, if pipes are read, as a pipe.
  private List<Input> inputs(byte[] bytes) throws IOException {
    Input file = file(bytes);
    return readsPipes() ? List.of(file, Inputs.pipe("a pipe", bytes)) : List.of(file);
  }

  private Input file(byte[] bytes) throws IOException {
    return Inputs.file(Files.write(Files.createTempFile(directory, "film", suffix()), bytes));
  }

  private SourceFingerprint fingerprint(Path path) {
    assumeTrue(seeksInFiles());
    try (var source = assertInstanceOf(SeekableSource.class, open(Inputs.file(path)))) {
      return source.fingerprint();
    }
  }

  private @Nullable SourceFingerprint fingerprintOfStream(Path path) {
    try (VideoSource source = open(Inputs.file(path))) {
      return source instanceof StreamSource stream ? stream.fingerprint() : null;
    }
  }

  private void readAll(Input input) {
    try (VideoSource source = open(input)) {
      Sources.readAll(source);
    }
  }
}
