package org.rav1ebygop.encoder.librav1e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.Channels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilmPipeTest {
  private final byte[] picture = new byte[6];

  @Test
  void framesAreReadOneAfterTheOther() throws IOException {
    FilmPipe film = film("YUV4MPEG2 W2 H2\nFRAME\nabcdefFRAME Ip\nghi\nkl");
    assertTrue(film.next());
    assertEquals("abcdef", text());
    assertTrue(film.next());
    assertEquals("ghi\nkl", text());
    assertFalse(film.next());
  }

  @Test
  void aFilmMayHaveNoFrames() throws IOException {
    assertFalse(film("YUV4MPEG2 W2 H2\n").next());
  }

  @ParameterizedTest
  @CsvSource({
    "/, YUV4MPEG2",
    "RIFF/, YUV4MPEG2",
    "YUV4MPEG2/FRAME/abc, inside a frame",
    "YUV4MPEG2/FRA, inside a line",
    "YUV4MPEG2/abcdef/, FRAME",
  })
  void aDamagedFilmIsAFailure(String content, String words) {
    var failure = assertThrows(IOException.class, () -> film(content.replace('/', '\n')).next());
    assertTrue(String.valueOf(failure.getMessage()).contains(words), failure::toString);
  }

  @Test
  void aLineWithoutEndIsNotCollected() {
    var failure = assertThrows(IOException.class, () -> film("Y".repeat(10_000)).next());
    assertTrue(String.valueOf(failure.getMessage()).contains("4095"), failure::toString);
  }

  private FilmPipe film(String content) {
    var bytes = new ByteArrayInputStream(content.getBytes(US_ASCII));
    return new FilmPipe(Channels.newChannel(bytes), MemorySegment.ofArray(picture));
  }

  private String text() {
    return new String(MemorySegment.ofArray(picture).toArray(ValueLayout.JAVA_BYTE), US_ASCII);
  }
}
