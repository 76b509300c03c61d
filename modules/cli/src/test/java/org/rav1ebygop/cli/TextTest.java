package org.rav1ebygop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.00 kB",
    "9994, 9.99 kB",
    "9995, 10.0 kB",
    "99949, 99.9 kB",
    "99950, 100 kB",
    "999499, 999 kB",
    "999500, 1.00 MB",
    "4140000, 4.14 MB",
    "9223372036854775807, 9223 PB"
  })
  void sizesHaveThreeDigitsInDecimalUnits(long bytes, String expected) {
    assertEquals(expected, Text.bytes(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0:00",
    "59999, 0:59",
    "60000, 1:00",
    "3599999, 59:59",
    "3600000, 1:00:00",
    "90061000, 25:01:01"
  })
  void timesHaveHoursWhenThereAreSome(long millis, String expected) {
    assertEquals(expected, Text.clock(Duration.ofMillis(millis)));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.00", "0.125, 0.13", "9.94, 9.94", "9.95, 10.0", "123.45, 123.5"})
  void framesPerSecondHaveThreeDigits(double fps, String expected) {
    assertEquals(expected, Text.fps(fps));
  }

  @Test
  void countsAgreeWithTheirNoun() {
    assertEquals("0 frames", Text.count(0, "frame"));
    assertEquals("1 frame", Text.count(1, "frame"));
    assertEquals("2 GOPs", Text.count(2, "GOP"));
  }

  @Test
  void wordsForAShellAreQuotedWhereTheyMust() {
    assertEquals("a/film-1.y4m", Text.shell("a/film-1.y4m"));
    assertEquals("'a b'", Text.shell("a b"));
    assertEquals("'$x'", Text.shell("$x"));
    assertEquals("'it'\\''s'", Text.shell("it's"));
    assertEquals("''", Text.shell(""));
  }
}
