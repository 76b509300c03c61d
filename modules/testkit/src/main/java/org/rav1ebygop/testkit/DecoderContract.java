package org.rav1ebygop.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.Decoder;
import org.rav1ebygop.api.spi.DecoderProvider;

/// What every decoder promises. The tests of a decoder extend this. What AV1 decodes to is the same
/// to the bit everywhere, so the pictures are known.
@Timeout(
    value = Patience.MINUTES,
    unit = TimeUnit.MINUTES,
    threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class DecoderContract {
  private static final String IVF = "ivf";

  /// The film: 61 frames.
  private static final String FILM = "61 frames, 3e877d6d";

  /// Four frames of ten bits, with grain to be left out.
  private static final String GRAIN = "4 frames, a7a6528d";

  private static final FrameLayout GRAIN_LAYOUT = new FrameLayout(52, 38, ChromaSampling.CS420, 10);

  /// Where the IVF header counts frames.
  private static final int COUNT_AT = 24;

  @TempDir Path folder = Path.of("");

  /// For subclasses.
  protected DecoderContract() {}

  /// The provider under test, which works on this machine.
  protected abstract DecoderProvider provider();

  /// Options it needs to work here.
  protected Options options() {
    return Options.NONE;
  }

  @Test
  void providerSaysWhatItIs() {
    DecoderProvider provider = provider();
    assertAll(
        () -> assertTrue(provider.id().matches("[a-z][a-z0-9-]*"), provider.id()),
        () -> assertFalse(provider.description().isBlank()),
        () -> assertEquals(1, provider.description().lines().count()),
        () -> assertFalse(provider.description().endsWith(".")),
        () -> assertInstanceOf(Availability.Available.class, provider.availability(options())),
        () -> assertTrue(provider.containers().contains(IVF), "finished GOPs are IVF files"));
  }

  @Test
  void everyFrameComesOnceAndToTheBit() throws IOException {
    assertEquals(FILM, decoded(file("film.ivf", film()), IVF));
  }

  @Test
  void nameAndCountOfAnUnfinishedGopDoNotMatter() throws IOException {
    byte[] film = film();
    Arrays.fill(film, COUNT_AT, COUNT_AT + Integer.BYTES, (byte) 0);
    assertEquals(FILM, decoded(file("gop-000000.1.tmp", film), IVF));
    assertEquals(FILM, decoded(file("-ä name'", film), IVF));
  }

  @Test
  void rawObuComesOutTheSame() throws IOException {
    assumeTrue(provider().containers().contains("obu"));
    var stream = new ByteArrayOutputStream();
    RecordedStream.unitsOf(film()).forEach(stream::writeBytes);
    assertEquals(FILM, decoded(file("film.obu", stream.toByteArray()), "obu"));
  }

  @Test
  void filmGrainIsNotAddedAndTenBitsTakeTwoBytes() throws IOException {
    Path film = file("grain.ivf", RecordedStream.file("grain.ivf"));
    try (Decoder decoder = open(film, IVF)) {
      assertEquals(GRAIN_LAYOUT, decoder.layout());
    }
    assertEquals(GRAIN, decoded(film, IVF));
  }

  @Test
  void layoutIsKnownBeforeTheFirstFrameAndAfterTheLast() throws IOException {
    try (Decoder decoder = open(file("film.ivf", film()), IVF)) {
      assertEquals(RecordedEncoder.LAYOUT, decoder.layout());
      readAll(decoder);
      assertEquals(RecordedEncoder.LAYOUT, decoder.layout());
    }
  }

  @Test
  void twoAtOnceDoNotDisturbEachOther() throws IOException {
    Path film = file("film.ivf", film());
    var one = new GopRun(() -> decoded(film, IVF));
    var two = new GopRun(() -> decoded(film, IVF));
    assertEquals(FILM, one.result());
    assertEquals(FILM, two.result());
  }

  @Test
  void aDamagedFilmFails() throws IOException {
    byte[] film = film();
    byte[] noise = new byte[film.length / 2];
    new Random(1).nextBytes(noise);
    System.arraycopy(noise, 0, film, film.length - noise.length, noise.length);
    assertInputFailure(file("damaged.ivf", film));
  }

  @Test
  void aFilmThatEndsInsideAPacketFails() throws IOException {
    byte[] film = film();
    assertInputFailure(file("short.ivf", Arrays.copyOf(film, film.length - 3)));
  }

  @Test
  void whatHasNoFrameFails() throws IOException {
    assertInputFailure(file("header.ivf", Arrays.copyOf(film(), 32)));
    assertInputFailure(
        file("text.ivf", "this is no film, but some text\n".repeat(9).getBytes(US_ASCII)));
    assertInputFailure(file("empty.ivf", new byte[0]));
    assertInputFailure(folder.resolve("none.ivf"));
  }

  @Test
  void closingEndsAReader() throws IOException, InterruptedException {
    Path film = file("film.ivf", film());
    Decoder decoder = open(film, IVF);
    var reading = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    var reader =
        new GopRun(() -> {
          MemorySegment frame = frame(decoder);
          decoder.read(frame);
          reading.countDown();
          closed.await();
          return readAll(decoder, frame);
        });
    reading.await();
    decoder.close();
    closed.countDown();
    assertEquals(GopException.Kind.ENCODER, reader.failure().kind());
  }

  @Test
  void closedDecoderRefusesEverything() throws IOException {
    Decoder decoder = open(file("film.ivf", film()), IVF);
    MemorySegment frame = frame(decoder);
    decoder.close();
    var refusal = assertThrows(GopException.class, () -> readAll(decoder, frame));
    assertEquals(GopException.Kind.ENCODER, refusal.kind(), refusal.getMessage());
    decoder.close();
  }

  @Test
  void closingBeforeTheFirstFrameAndAfterTheLastIsFine() throws IOException {
    Path film = file("film.ivf", film());
    open(film, IVF).close();
    Decoder decoder = open(film, IVF);
    readAll(decoder);
    decoder.close();
    decoder.close();
  }

  @Test
  void unknownOptionsAndContainersAreRefusedByName() throws IOException {
    Path film = file("film.ivf", film());
    var option =
        assertThrows(
            GopException.class,
            () -> provider().open(film, IVF, options().with("no-such-option", "1")).close());
    var container = assertThrows(GopException.class, () -> open(film, "no-container").close());
    assertEquals(GopException.Kind.USAGE, option.kind());
    assertTrue(option.getMessage().contains("no-such-option"), option.getMessage());
    assertEquals(GopException.Kind.USAGE, container.kind());
    assertTrue(container.getMessage().contains("no-container"), container.getMessage());
  }

  private Decoder open(Path film, String container) {
    return provider().open(film, container, options());
  }

  private void assertInputFailure(Path film) {
    var failure = assertThrows(GopException.class, () -> decoded(film, IVF), film::toString);
    assertEquals(GopException.Kind.INPUT, failure.kind(), failure.getMessage());
    assertEquals(1, failure.getMessage().lines().count(), failure.getMessage());
  }

  private String decoded(Path film, String container) {
    try (Decoder decoder = open(film, container)) {
      return readAll(decoder);
    }
  }

  private static String readAll(Decoder decoder) {
    return readAll(decoder, frame(decoder));
  }

  private static String readAll(Decoder decoder, MemorySegment frame) {
    var crc = new CRC32C();
    int frames = 0;
    for (; decoder.read(frame); frames++) {
      crc.update(frame.asByteBuffer());
    }
    return String.format(Locale.ROOT, "%d frames, %08x", frames, crc.getValue());
  }

  private static MemorySegment frame(Decoder decoder) {
    return MemorySegment.ofArray(new byte[Math.toIntExact(decoder.layout().frameBytes())]);
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] film() {
    return RecordedStream.file("recorded.ivf");
  }
}
