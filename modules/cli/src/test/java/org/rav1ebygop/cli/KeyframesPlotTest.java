package org.rav1ebygop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KeyframesPlotTest {
  private static final Pattern TAG =
      Pattern.compile("<(/?)([a-z]+)((?: [\\w:]+=\"[^\"<&]*\")*)(/?)>");

  @Test
  void theFilmIsNamedAndSummedUp() throws IOException {
    String svg = draw(AnalysedFilms.named("films/my film.y4m"));
    assertTrue(svg.contains(">my film.y4m</text>"), svg);
    assertTrue(
        svg.contains(
            ">3000 frames at 25 fps, 2:00.0; splitter scenecut: 3 GOPs of 500 to 1500 frames, 1000.0 on average</text>"),
        svg);
  }

  @Test
  void everyKeyframeTellsWhyItIsOne() throws IOException {
    String svg = draw(AnalysedFilms.named("film.y4m"));
    assertTrue(svg.contains("<title>frame 1000, 0:40.000: scene change, score 8.50</title>"), svg);
    assertTrue(svg.contains("<title>frame 2500, 1:40.000: forced, score 0.25</title>"), svg);
    assertTrue(svg.contains("<title>GOP 1: 1500 frames, 1000 to 2499</title>"), svg);
    assertTrue(svg.contains(">scene change (2)</text>"), svg);
    assertTrue(svg.contains(">forced (1)</text>"), svg);
  }

  @Test
  void framesAndTimesAreOnTheAxis() throws IOException {
    String svg = draw(AnalysedFilms.named("film.y4m"));
    assertTrue(svg.contains("class=\"x\">1500</text>"), svg);
    assertTrue(svg.contains("class=\"x2\">1:00</text>"), svg);
  }

  @Test
  void aNameIsTextWhateverIsInIt() throws IOException {
    String svg = draw(AnalysedFilms.named("</title><script>\"&amp;\1\ud800.y4m"));
    assertTrue(
        svg.contains("Keyframes of title&gt;&lt;script&gt;&quot;&amp;amp;\ufffd\ufffd.y4m</title>"),
        svg);
    assertFalse(svg.contains("<script"), svg);
    assertWellFormed(svg);
  }

  @Test
  void withoutScoresThePictureSaysSo() throws IOException {
    double[] none = new double[500];
    Arrays.fill(none, Double.NaN);
    String svg = draw(AnalysedFilms.of("film.y4m", none, 0, 240, 480));
    assertTrue(svg.contains("no scores: splitter scenecut does not look at pictures"), svg);
    assertTrue(svg.contains(">keyframe (3)</text>"), svg);
    assertFalse(svg.contains("NaN"), svg);
    assertWellFormed(svg);
  }

  @Test
  void aLongFilmGivesNoLargerPicture() throws IOException {
    String svg = draw(AnalysedFilms.random(200_000, 100));
    assertTrue(svg.length() < 100_000, "" + svg.length());
    assertTrue(draw(AnalysedFilms.random(1_000_000, 2)).length() < 100_000);
    assertWellFormed(svg);
  }

  @Test
  void theHighestScoreOfManyFramesIsShown() throws IOException {
    double[] scores = new double[100_000];
    scores[77_777] = 3;
    String svg = draw(AnalysedFilms.of("film.y4m", scores, 0));
    // 3 / (3 + 1) of the height
    assertTrue(svg.matches("(?s).*class=\"score\"[^>]*V206H.*"), svg);
  }

  @Test
  void theSmallestFilmIsDrawn() throws IOException {
    assertWellFormed(draw(AnalysedFilms.of("film.y4m", new double[] {0}, 0)));
  }

  private static String draw(Analysed film) throws IOException {
    var out = new StringWriter();
    KeyframesPlot.write(film, out);
    return out.toString();
  }

  /// Every tag is closed in order, and nothing else looks like one.
  private static void assertWellFormed(String svg) {
    var open = new ArrayDeque<String>();
    Matcher tag = TAG.matcher(svg);
    int end = 0;
    while (tag.find()) {
      String between = svg.substring(end, tag.start());
      assertFalse(between.matches("(?s).*[<>].*"), between);
      end = tag.end();
      if (!tag.group(1).isEmpty()) {
        assertEquals(open.pop(), tag.group(2));
      } else if (tag.group(4).isEmpty()) {
        open.push(tag.group(2));
      }
    }
    assertTrue(open.isEmpty(), open::toString);
    assertTrue(svg.substring(end).isBlank());
  }
}
