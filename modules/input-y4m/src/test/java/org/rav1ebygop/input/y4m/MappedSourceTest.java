package org.rav1ebygop.input.y4m;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.SourceFingerprint;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.testkit.Inputs;
import org.rav1ebygop.testkit.Sources;
import org.rav1ebygop.testkit.SyntheticFilm;
import org.rav1ebygop.y4m.Y4mStream;

final class MappedSourceTest {
  /// 96 bytes each.
  private static final SyntheticFilm FILM = film(8, 8, 200);

  @TempDir private Path directory;

  @Test
  void framesAreReadOnlySlicesOfTheMapping() throws IOException {
    try (var source = open(Y4mFiles.encode(FILM))) {
      Frame frame = source.frame(3);
      assertTrue(frame.data().isMapped());
      assertTrue(frame.data().isReadOnly());
      assertEquals(
          frame.data().address() + 96 + Y4mFiles.BARE.length(), source.frame(4).data().address());
    }
  }

  @Test
  void readsFrameLinesWithParameters() throws IOException {
    LongFunction<String> some = i -> i % 3 == 1 ? "FRAME Ippp XFRAME\n" : Y4mFiles.BARE;
    LongFunction<String> longest = i -> i == 7 ? "FRAME " + "x".repeat(4089) + "\n" : "FRAME \n";
    LongFunction<String> all = _ -> "FRAME Ippp\n";
    for (var lines : Map.of("some", some, "longest", longest, "all", all).values()) {
      try (var source = open(Y4mFiles.encode(FILM, lines))) {
        Sources.assertFrames(FILM, Sources.readAll(source));
        assertEquals(-1, FILM.frame(191).data().mismatch(source.frame(191).data()));
      }
    }
  }

  @Test
  void findsFramesAmongMoreLinesThanItRemembers() throws IOException {
    var film = film(1, 1, 300_001);
    LongFunction<String> line = i -> i % 5 == 0 ? "FRAME X\n" : Y4mFiles.BARE;
    try (var source = open(Y4mFiles.encode(film, line))) {
      assertEquals(300_001, source.frameCount());
      for (long i = 0; i < 300_001; i += 997) {
        assertEquals(-1, film.frame(i).data().mismatch(source.frame(i).data()), "frame " + i);
      }
      assertEquals(-1, film.frame(300_000).data().mismatch(source.frame(300_000).data()));
    }
  }

  @Test
  void readsFilesOverTwoGibibytes() throws IOException {
    var layout = new FrameLayout(3840, 2160, ChromaSampling.CS420, 8);
    var path = directory.resolve("big.y4m");
    byte[] header = "YUV4MPEG2 W3840 H2160 F25:1 C420\n".getBytes(ISO_8859_1);
    long stride = layout.frameBytes() + Y4mFiles.BARE.length();
    long frames = (5L << 30) / stride;
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.write(header);
      for (long i = 0; i < frames; i++) {
        file.seek(header.length + i * stride);
        file.write(Y4mFiles.BARE.getBytes(ISO_8859_1));
      }
      file.setLength(header.length + frames * stride);
      file.seek(header.length + frames * stride - 1);
      file.write(77);
    }
    try (var source = open(path)) {
      assertEquals(frames, source.frameCount());
      var last = source.frame(frames - 1).data();
      assertEquals(77, last.get(ValueLayout.JAVA_BYTE, layout.frameBytes() - 1));
      assertEquals(0, source.frame(frames - 2).plane(2).get(ValueLayout.JAVA_BYTE, 0));
    }
  }

  @Test
  void namesTheFrameAndTheByteWhereAFileIsCut() throws IOException {
    byte[] whole = Y4mFiles.encode(FILM);
    int header = header(whole);
    assertRefused(
        Arrays.copyOf(whole, header + 102 * 150 + 6 + 12),
        "frame 150 at byte 15,339 has 12 of 96 bytes; the input is truncated");
    assertRefused(Arrays.copyOf(whole, header + 2 * 102 + 6), "frame 2 at byte 243 has 0 of 96 ");
    assertRefused(Arrays.copyOf(whole, header + 102 + 4), "frame 1 at byte 141 ends within its");
    assertRefused(Arrays.copyOf(whole, header), "has a header, but no frames");
    assertRefused(Arrays.copyOf(whole, 20), "ends after 20 bytes, within its header");
  }

  @Test
  void namesTheFrameAndTheByteOfDamage() throws IOException {
    byte[] whole = Y4mFiles.encode(FILM);
    int header = header(whole);
    byte[] damaged = whole.clone();
    damaged[header + 5 * 102] = 'f';
    byte[] moved = whole.clone();
    moved[header + 5 * 102 + 5] = ' ';
    assertRefused(damaged, "frame 5 at byte 549 does not start with FRAME");
    assertRefused(moved, "frame 5 at byte 549 has a header that is not all text");
    assertRefused(Y4mFiles.join(whole, "xyz"), "frame 200 at byte 20,439 does not start with FR");
    assertRefused(
        Y4mFiles.join(whole, "FRAME " + "x".repeat(5000) + "\n"),
        "frame 200 at byte 20,439 has a header of more than 4,095 bytes");
  }

  @Test
  void refusesFramesOfAFileThatShrank() throws IOException {
    var path = write(Y4mFiles.encode(FILM));
    try (var source = open(path)) {
      source.frame(199);
      try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.truncate(1000);
      }
      assertMessage(() -> source.frame(199), "had 20,439 bytes when it was opened and has 1,000");
      assertMessage(source::fingerprint, "has 1,000 now");
    }
  }

  @Test
  void aFileThatGrowsKeepsItsFrames() throws IOException {
    var path = write(Y4mFiles.encode(FILM));
    try (var source = open(path)) {
      Files.write(path, new byte[5000], StandardOpenOption.APPEND);
      Sources.assertFrames(FILM, Sources.readAll(source));
    }
  }

  @Test
  void anInterruptedThreadSpoilsNothing() throws IOException {
    try (var source = open(Y4mFiles.encode(FILM))) {
      Thread.currentThread().interrupt();
      source.frame(1);
      assertTrue(Thread.interrupted());
      Sources.assertFrames(FILM, Sources.readAll(source));
    }
  }

  @Test
  void fingerprintSeesTimeSizeAndContent() throws IOException {
    byte[] bytes = Y4mFiles.encode(FILM);
    var path = write(bytes);
    var time = Files.getLastModifiedTime(path);
    var before = fingerprint(path);
    Files.setLastModifiedTime(path, FileTime.fromMillis(time.toMillis() + 1000));
    assertNotEquals(before, fingerprint(path));
    assertEquals(before.samples(), fingerprint(path).samples());
    bytes[bytes.length - 1] ^= 1;
    Files.write(path, bytes);
    Files.setLastModifiedTime(path, time);
    assertNotEquals(before, fingerprint(path));
    bytes[bytes.length - 1] ^= 1;
    Files.write(path, bytes);
    Files.setLastModifiedTime(path, time);
    assertEquals(before, fingerprint(path));
  }

  @Test
  void aFileThatLosesItsNameKeepsItsFingerprint() throws IOException {
    var path = write(Y4mFiles.encode(FILM));
    try (var source = open(path)) {
      var before = source.fingerprint();
      Path other = Files.write(directory.resolve("other"), new byte[5000]);
      Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);
      assertEquals(before, source.fingerprint());
      Files.delete(path);
      assertEquals(before, source.fingerprint());
    }
  }

  @Test
  void refusesOptions() throws IOException {
    var input = Inputs.file(write(Y4mFiles.encode(FILM)));
    var refusal =
        assertThrows(
            GopException.class,
            () -> new Y4mReaderProvider().open(input, Options.of(Map.of("fast", "true"))));
    assertEquals(GopException.Kind.USAGE, refusal.kind());
  }

  @Test
  void aFileThatIsGoneIsAFaultOfTheInput() {
    assertMessage(() -> open(directory.resolve("gone.y4m")), "gone.y4m: cannot be read");
  }

  private static SyntheticFilm film(int width, int height, int frames) {
    var layout = new FrameLayout(width, height, ChromaSampling.CS420, 8);
    return new SyntheticFilm(SyntheticFilm.format(layout), frames);
  }

  private static int header(byte[] file) {
    return new String(file, ISO_8859_1).indexOf('\n') + 1;
  }

  private void assertRefused(byte[] bytes, String part) throws IOException {
    var path = write(bytes);
    assertMessage(
        () -> {
          try (var source = open(path)) {
            Sources.readAll(source);
          }
        },
        part);
    assertMessage(
        () -> {
          try (var source = Y4mStream.open("pipe", FileChannel.open(path))) {
            Sources.readAll(source);
          }
        },
        part);
  }

  private static void assertMessage(Executable action, String part) {
    var refusal = assertThrows(GopException.class, action);
    assertEquals(GopException.Kind.INPUT, refusal.kind());
    assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(Files.createTempFile(directory, "film", ".y4m"), bytes);
  }

  private SeekableSource open(byte[] bytes) throws IOException {
    return open(write(bytes));
  }

  private static SeekableSource open(Path path) {
    return (SeekableSource) new Y4mReaderProvider().open(Inputs.file(path), Options.NONE);
  }

  private static SourceFingerprint fingerprint(Path path) {
    try (var source = open(path)) {
      return source.fingerprint();
    }
  }
}
