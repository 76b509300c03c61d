package org.rav1ebygop.engine.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.av1.IvfHeader;
import org.rav1ebygop.av1.IvfWriter;
import org.rav1ebygop.testkit.GopRun;
import org.rav1ebygop.testkit.Mutations;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.SyntheticFilm;

class FilmReadingTest {
  private static final int FRAMES = 10;

  @TempDir private Path directory;

  @Test
  void aGoodFilmIsDescribed() throws IOException {
    FilmStructure film = read(ivf(twoGops(), FRAMES * 2));
    assertNull(film.fault());
    assertEquals("ivf", film.container());
    assertEquals(RecordedEncoder.LAYOUT, film.layout());
    assertEquals("64x48 4:2:0 8 bit", film.picture());
    assertEquals(new Rational(25, 1), film.frameRate());
    assertEquals(20, film.frames());
    assertEquals(20, film.packets());
    assertEquals(20, film.countInHeader());
    assertEquals(List.of(0L, 10L), film.keyframes());
    assertEquals(1, film.sequenceHeaders());
  }

  @Test
  void aRawStreamIsDescribedAlike() throws IOException {
    var bytes = new ByteArrayOutputStream();
    twoGops().forEach(p -> bytes.writeBytes(p.data().toArray(ValueLayout.JAVA_BYTE)));
    FilmStructure film = read(bytes.toByteArray());
    assertNull(film.fault());
    assertEquals("obu", film.container());
    assertEquals(List.of(0L, 10L), film.keyframes());
    assertEquals(-1, film.countInHeader());
  }

  @Test
  void aHeaderThatCountsNothingIsNoFault() throws IOException {
    FilmStructure film = read(ivf(twoGops(), 0));
    assertNull(film.fault());
    assertEquals(-1, film.countInHeader());
  }

  @Test
  void everyShorterFilmIsFaulty() throws IOException {
    byte[] whole = ivf(twoGops(), FRAMES * 2);
    for (int length = 32; length < whole.length; length += 13) {
      FilmStructure film = read(Arrays.copyOf(whole, length));
      assertTrue(film.fault() != null, "cut at " + length);
    }
  }

  @Test
  void faultsAreNamedWithTheirPlace() throws IOException {
    byte[] film = ivf(twoGops(), FRAMES * 2);
    int second = 32 + 12 + (int) twoGops().getFirst().size();
    byte[] noAv1 = film.clone();
    noAv1[second + 12] = (byte) 0xFF;
    assertTrue(fault(noAv1).startsWith("packet 1, at byte " + second + " of the file: not AV1"));
    byte[] stamped = film.clone();
    stamped[second + 4] = 0;
    assertTrue(fault(stamped).contains("its time stamp 0 does not come after 0"), fault(stamped));
    List<Packet> late = twoGops();
    assertTrue(fault(ivf(late.subList(1, 5), 4)).contains("not AV1"));
    assertTrue(fault(Arrays.copyOf(film, 32)).contains("no packet"));
    assertTrue(fault(ivf(late, 21)).contains("its header says 21 frames, but it has 20"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0000001866747970617669660000000061766966 | is MP4, and can be verified when its name ends in .mp4
          1A45DFA3A342868101                       | is Matroska or WebM, and can be verified when its name ends in .mkv
          59555634 4D50454732                      | y4m
          0A0A1200                                 | looks like OBU of Annex B
          68656C6C6F20776F726C64                   | that is IVF, raw OBU (Section 5), or a file in a container
          444B49460000200056503830                 | IVF header
          """)
  void otherFilesAreRefusedByWhatTheyAre(String hex, String told) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    Path file = Files.write(directory.resolve("other"), bytes);
    var refusal = assertThrows(GopException.class, () -> FilmFile.of(file));
    assertEquals(GopException.Kind.INPUT, refusal.kind());
    assertTrue(refusal.getMessage().contains(told), refusal.getMessage());
    assertEquals(1, refusal.getMessage().lines().count());
  }

  @Test
  void noDamagedFilmBringsItDown() throws IOException {
    var bytes = new ByteArrayOutputStream();
    twoGops().forEach(p -> bytes.writeBytes(p.data().toArray(ValueLayout.JAVA_BYTE)));
    var mutations =
        new Mutations(List.of(ivf(twoGops(), FRAMES * 2), bytes.toByteArray()), 20261123);
    for (int i = 0; i < 300; i++) {
      try {
        FilmStructure film = read(mutations.next());
        assertTrue(film.frames() >= 0);
      } catch (GopException e) {
        assertEquals(GopException.Kind.INPUT, e.kind(), e.getMessage());
      }
    }
  }

  private String fault(byte[] film) throws IOException {
    return String.valueOf(read(film).fault());
  }

  private FilmStructure read(byte[] film) throws IOException {
    Path file = Files.write(directory.resolve("film"), film);
    return FilmReading.of(FilmFile.of(file), _ -> {});
  }

  private static List<Packet> twoGops() {
    List<Packet> one = gop();
    var all = new ArrayList<>(one);
    one.forEach(packet -> all.add(packet.at(packet.index() + FRAMES)));
    return all;
  }

  private static List<Packet> gop() {
    try (var film = new SyntheticFilm(RecordedEncoder.FORMAT, FRAMES);
        var backend = new RecordedEncoder().open();
        var encoder = backend.encoder()) {
      List<Frame> frames = new ArrayList<>();
      for (int i = 0; i < FRAMES; i++) {
        frames.add(film.frame(i));
      }
      return GopRun.encode(encoder, frames);
    }
  }

  private static byte[] ivf(List<Packet> packets, long count) {
    var bytes = new ByteArrayOutputStream();
    try {
      var out =
          new IvfWriter(
              Channels.newChannel(bytes), new IvfHeader(64, 48, new Rational(25, 1), count));
      for (Packet packet : packets) {
        out.write(packet);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
