package org.rav1ebygop.plugin.ffmpeg.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PacketsTest {
  /// Words that ffprobe may say about a hostile film, and some that it never should.
  private static final List<String> WORDS =
      List.of(
          "",
          "0",
          "1",
          "-1",
          "512",
          "N/A",
          "K__",
          "KD_",
          "4503599627370496",
          "4503599627370497",
          "-9223372036854775808",
          "999999999999999999",
          "99999999999999999999",
          "1e9",
          "a,b");

  @Test
  void timesAreThoseOfShowingInOrder() throws IOException {
    Packets packets = packets("0,-512,512,K__", "1024,0,512,___", "512,512,256,___");
    assertTrue(packets.isSound());
    assertArrayEquals(new long[] {0, 512, 1024}, packets.times());
    assertEquals(512, packets.lastDuration());
  }

  @Test
  void whatNoFilmLastsIsNoTime() throws IOException {
    Packets packets = packets("0,0,1,K__", "999999999999999999,1,1,___", "2,2,1,___");
    assertFalse(packets.isSound());
    assertEquals(3, packets.count());
    assertArrayEquals(new long[] {0, 1, 2}, packets.pace());
  }

  @Test
  void anyListIsReadInOrder() throws IOException {
    for (int seed = 0; seed < 2000; seed++) {
      var random = new Random(seed);
      String text =
          IntStream.range(0, random.nextInt(60))
              .mapToObj(_ -> line(random))
              .collect(Collectors.joining("\n"));
      var packets = Packets.of(new BufferedReader(new StringReader(text)));
      long[] pace = packets.pace();
      for (int i = 1; i < pace.length; i++) {
        assertTrue(pace[i] > pace[i - 1], "seed " + seed);
      }
      int splice = packets.splice(Long.MAX_VALUE);
      assertTrue(splice >= -1 && splice <= packets.count(), "seed " + seed);
      assertTrue(packets.doubtful() <= 2 * packets.count(), "seed " + seed);
    }
  }

  private static String line(Random random) {
    return IntStream.range(0, random.nextInt(6))
        .mapToObj(_ -> WORDS.get(random.nextInt(WORDS.size())))
        .collect(Collectors.joining(","));
  }

  private static Packets packets(String... lines) throws IOException {
    return Packets.of(new BufferedReader(new StringReader(String.join("\n", lines))));
  }
}
