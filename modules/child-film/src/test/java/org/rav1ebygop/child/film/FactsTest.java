package org.rav1ebygop.child.film;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

/// What ffprobe answers is taken as it stands.
class FactsTest {
  private static final Facts FACTS =
      Facts.parse(
          """
          {"streams": [
            {"index": 0, "codec_name": "h264", "color_range": "unknown",
             "tags": {"BPS-eng": "652160", "com.apple.quicktime.make": "Apple"}},
            {"index": 1, "codec_name": "aac"}
          ]}
          """);

  @Test
  void namesKeepTheirLetters() {
    Facts tags = FACTS.below("streams.0.tags");
    assertEquals(Set.of("BPS-eng", "com.apple.quicktime.make"), tags.values().keySet());
  }

  @Test
  void thingsOfOneKindAreNumbered() {
    assertEquals(2, FACTS.each("streams").size());
    assertEquals("aac", FACTS.each("streams").get(1).text("codec_name"));
    assertEquals("", FACTS.text("streams.0.color_range"));
  }

  @Test
  void versionsBefore51AreOld() {
    for (String old : new String[] {"4.4.2-0ubuntu0.22.04.1", "5.0.1", "n4.2", "5"}) {
      assertTrue(Ffmpeg.isOld(old), old);
    }
    for (String fit : new String[] {"5.1.9-0+deb12u1", "n7.1", "8.0", "N-12345-gabcdef0"}) {
      assertFalse(Ffmpeg.isOld(fit), fit);
    }
  }
}
