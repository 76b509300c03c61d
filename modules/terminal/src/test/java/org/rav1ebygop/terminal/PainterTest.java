package org.rav1ebygop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/// How a terminal looks then is tested with the image.
class PainterTest {
  private static final String NO_WRAP = "\033[?7l";
  private static final String WRAP = "\033[?7h";

  private final Painter painter = new Painter();

  @Test
  void theCursorRestsWhereTheViewBegins() {
    String drawn = painter.drawn(List.of("one", "two", "three"), new Window(80, 24));
    assertEquals(NO_WRAP + "one\ntwo\nthree\r" + WRAP + "\033[2A", drawn);
    assertEquals("\r\033[J", painter.erased());
  }

  @Test
  void aSingleLineNeedsNoWayUp() {
    assertEquals(NO_WRAP + "one\r" + WRAP, painter.drawn(List.of("one"), new Window(80, 24)));
  }

  @Test
  void whatIsNotShownIsNotErased() {
    assertEquals("", painter.erased());
    assertEquals("", painter.drawn(List.of(), new Window(80, 24)));
    assertFalse(painter.shown());
    painter.drawn(List.of("one"), new Window(80, 24));
    assertTrue(painter.shown());
    painter.erased();
    assertEquals("", painter.erased());
  }

  @Test
  void nothingIsWiderOrHigherThanTheWindow() {
    String drawn = painter.drawn(List.of("12345", "67890", "no"), new Window(4, 3));
    assertEquals(NO_WRAP + "1234\n6789\r" + WRAP + "\033[1A", drawn);
    assertEquals(NO_WRAP + "1\r" + WRAP, painter.drawn(List.of("1", "2"), new Window(1, 1)));
  }

  @Test
  void aLetterBeyondSixteenBitsIsNotCutInTwo() {
    String line = "a\uD83D\uDE00b";
    assertEquals(
        NO_WRAP + "a\uD83D\uDE00\r" + WRAP, painter.drawn(List.of(line), new Window(2, 24)));
  }
}
