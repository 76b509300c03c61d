package org.rav1ebygop.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.engine.files.FileKind;

/// Scores, keyframes and lengths of GOPs of a film as an SVG picture without script. Where there
/// are more frames than columns, a column shows the largest value of its frames, so that the size
/// of the picture is bounded for films of any length.
final class KeyframesPlot {
  private static final String TITLE = "<title>Keyframes of ";

  /// Recognised by its title.
  static final FileKind KIND =
      new FileKind(
          "a plot of keyframes",
          beginning -> {
            String text = new String(beginning, US_ASCII);
            return text.startsWith("<svg ") && text.contains(TITLE);
          });

  private static final int WIDTH = 1200;
  private static final int LEFT = 64;
  private static final int COLUMNS = WIDTH - LEFT - 44;
  private static final int MARKS = 92;
  private static final int MARK_HEIGHT = 12;
  private static final int TOP = MARKS + MARK_HEIGHT + 32;
  private static final int SCORES = 280;
  private static final int NO_SCORES = 60;
  private static final int GAP = 44;
  private static final int LENGTHS = 130;
  private static final int BELOW = 76;

  /// Up to so many things are drawn one by one, with a tip for the pointer.
  private static final int FEW = 400;

  /// Values of the score axis, and room for a label between any two.
  private static final double[] SCORE_TICKS = {0, 0.2, 0.5, 1, 2, 5, 20};

  private final Analysed film;
  private final Findings findings;
  private final Svg svg = new Svg();
  private final PlotScale frames;
  private final int columns;
  private final boolean few;
  private final int scoresEnd;
  private final int lengthsEnd;

  private KeyframesPlot(Analysed film) {
    this.film = film;
    findings = film.findings();
    frames = new PlotScale(LEFT, LEFT + COLUMNS, findings.frames());
    columns = Math.min(COLUMNS, findings.frames());
    few = findings.keyframeCount() <= FEW;
    scoresEnd = TOP + (findings.scored() ? SCORES : NO_SCORES);
    lengthsEnd = scoresEnd + GAP + LENGTHS;
  }

  static void write(Analysed film, Writer out) throws IOException {
    out.write(new KeyframesPlot(film).draw());
  }

  private String draw() {
    int height = lengthsEnd + BELOW;
    svg.raw(
            String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">",
                WIDTH,
                height,
                WIDTH,
                height))
        .raw(TITLE + Svg.escape(PlotText.title(film)) + "</title>")
        .raw(PlotText.STYLE)
        .path("back", String.format(Locale.ROOT, "M0 0H%dV%dH0Z", WIDTH, height), "")
        .label(LEFT, 34, "title", PlotText.title(film))
        .label(LEFT, 58, "dim", PlotText.subtitle(film));
    drawFrameAxis();
    if (findings.scored()) {
      drawScores();
    } else {
      svg.path(
              "grid",
              String.format(
                  Locale.ROOT, "M%d %dH%dV%dH%dZ", LEFT, TOP, LEFT + COLUMNS, scoresEnd, LEFT),
              "")
          .label(
              LEFT + COLUMNS / 2.0,
              TOP + NO_SCORES / 2.0 + 5,
              "dim middle",
              "no scores: splitter %s does not look at pictures".formatted(film.splitter()));
    }
    drawMarks();
    drawLengths();
    return svg.raw("</svg>").toString();
  }

  private void drawFrameAxis() {
    List<Long> ticks = frames.ticks(10);
    double seconds = ticks.size() > 1 ? ticks.get(1) / film.frameRate().value() : 1;
    for (long frame : ticks) {
      double x = frames.at((double) frame);
      svg.line("grid", x, TOP, x, scoresEnd)
          .line("grid", x, scoresEnd + GAP, x, lengthsEnd)
          .line("axis", x, lengthsEnd, x, lengthsEnd + 5)
          .label(x, lengthsEnd + 20, "x", "" + frame)
          .label(x, lengthsEnd + 37, "x2", PlotText.time(film, frame, seconds));
    }
    svg.label(LEFT + COLUMNS / 2.0, lengthsEnd + 60, "dim middle", "frame, and its time");
  }

  private void drawScores() {
    for (double score : SCORE_TICKS) {
      svg.line("grid", LEFT, scoreAt(score), LEFT + COLUMNS, scoreAt(score))
          .label(LEFT - 8, scoreAt(score) + 4, "y", Svg.number(score));
    }
    svg.path("score", steps(highestScores(null), this::scoreAt), "");
    for (var kind : KeyframeKind.values()) {
      double[] scores = highestScores(kind);
      svg.path(kind.look, few ? steps(scores, this::scoreAt) : dots(scores), "");
    }
    svg.line("threshold", LEFT, scoreAt(1), LEFT + COLUMNS, scoreAt(1))
        .line("axis", LEFT, scoresEnd, LEFT + COLUMNS, scoresEnd)
        .label(
            LEFT,
            TOP - 8,
            "dim",
            "score: change against the frame before; from 1 it looks like a cut");
  }

  /// The highest score in each column, NaN where there is none.
  ///
  /// @param kind of the keyframes to look at; null for all frames that are no keyframes
  private double[] highestScores(@Nullable KeyframeKind kind) {
    double[] highest = new double[columns];
    Arrays.fill(highest, Double.NaN);
    int gop = 0;
    for (int frame = 0; frame < findings.frames(); frame++) {
      boolean keyframe = gop < findings.keyframeCount() && findings.keyframes().get(gop) == frame;
      gop += keyframe ? 1 : 0;
      double score = findings.score(frame);
      boolean wanted = keyframe ? KeyframeKind.of(film, frame) == kind : kind == null;
      if (wanted && Double.isFinite(score) && !(highest[column(frame)] >= score)) {
        highest[column(frame)] = score;
      }
    }
    return highest;
  }

  /// The place of a score: `s / (s + 1)` of the height, so that the threshold is in the middle for
  /// all films, and small scores can be told apart beside those of cuts, which have no bound.
  private double scoreAt(double score) {
    return scoresEnd - (scoresEnd - TOP) * score / (score + 1);
  }

  /// The outline of columns of the given values; none where a value is NaN.
  private StringBuilder steps(double[] values, DoubleUnaryOperator place) {
    var steps = new StringBuilder();
    String base = Svg.number(place.applyAsDouble(0));
    boolean drawing = false;
    for (int i = 0; i <= values.length; i++) {
      boolean wanted = i < values.length && !Double.isNaN(values[i]);
      if (wanted) {
        steps.append(drawing ? "" : "M%s %s".formatted(x(i), base));
        steps.append("V").append(Svg.number(place.applyAsDouble(values[i])));
        steps.append("H").append(x(i + 1));
      } else if (drawing) {
        steps.append("V").append(base).append("Z");
      }
      drawing = wanted;
    }
    return steps;
  }

  private StringBuilder dots(double[] scores) {
    var dots = new StringBuilder();
    for (int i = 0; i < scores.length; i++) {
      if (!Double.isNaN(scores[i])) {
        dots.append("M%s %sh2v2h-2Z".formatted(x(i), Svg.number(scoreAt(scores[i]) - 1)));
      }
    }
    return dots;
  }

  /// A mark for each keyframe where there are few, and what the colours mean.
  private void drawMarks() {
    Map<KeyframeKind, Integer> counts = new EnumMap<>(KeyframeKind.class);
    for (int keyframe : findings.keyframes()) {
      KeyframeKind kind = KeyframeKind.of(film, keyframe);
      counts.merge(kind, 1, Integer::sum);
      if (few) {
        svg.path(
            kind.look,
            String.format(
                Locale.ROOT,
                "M%s %dh2v%dh-2Z",
                Svg.number(frames.at(keyframe) - 1),
                MARKS,
                MARK_HEIGHT),
            PlotText.keyframe(film, keyframe, kind));
      }
    }
    double x = LEFT + COLUMNS;
    for (KeyframeKind kind : List.copyOf(counts.keySet()).reversed()) {
      String text = String.format(Locale.ROOT, "%s (%d)", kind.title, counts.get(kind));
      x -= 28 + 7.2 * text.length();
      svg.path(
              kind.look,
              String.format(Locale.ROOT, "M%s %dh10v10h-10Z", Svg.number(x), MARKS - 17),
              "")
          .label(x + 15, MARKS - 8, "dim", text);
    }
    svg.label(LEFT, MARKS - 8, "dim", "keyframes");
  }

  private void drawLengths() {
    int longest = 1;
    for (int gop = 0; gop < findings.keyframeCount(); gop++) {
      longest = Math.max(longest, findings.gopFrames(gop));
    }
    var scale = new PlotScale(lengthsEnd, scoresEnd + GAP, longest);
    for (long length : scale.ticks(4)) {
      double y = scale.at((double) length);
      svg.line("grid", LEFT, y, LEFT + COLUMNS, y).label(LEFT - 8, y + 4, "y", "" + length);
    }
    if (few) {
      drawEachGop(scale);
    } else {
      drawLongestGops(scale);
    }
    svg.line("axis", LEFT, lengthsEnd, LEFT + COLUMNS, lengthsEnd)
        .label(LEFT, scoresEnd + GAP - 8, "dim", "frames in the GOP");
  }

  private void drawEachGop(PlotScale scale) {
    for (int gop = 0; gop < findings.keyframeCount(); gop++) {
      String from = Svg.number(frames.at(findings.keyframes().get(gop)));
      String to = Svg.number(frames.at(findings.endOfGop(gop)));
      String top = Svg.number(scale.at(findings.gopFrames(gop)));
      svg.path(
          "gop",
          String.format(Locale.ROOT, "M%s %dV%sH%sV%dZ", from, lengthsEnd, top, to, lengthsEnd),
          PlotText.gop(film, gop));
    }
  }

  private void drawLongestGops(PlotScale scale) {
    double[] longest = new double[columns];
    for (int gop = 0; gop < findings.keyframeCount(); gop++) {
      int last = column(findings.endOfGop(gop) - 1);
      for (int i = column(findings.keyframes().get(gop)); i <= last; i++) {
        longest[i] = Math.max(longest[i], findings.gopFrames(gop));
      }
    }
    svg.path("gops", steps(longest, scale::at), "");
  }

  private int column(int frame) {
    return (int) ((long) frame * columns / findings.frames());
  }

  private String x(int column) {
    return Svg.number(LEFT + (double) column * COLUMNS / columns);
  }
}
