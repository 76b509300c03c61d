package org.rav1ebygop.cli;

import java.io.IOException;
import java.io.Writer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Scores, keyframes and lengths of GOPs of a film as an SVG picture without script. Where there
/// are more frames than columns, a column shows the largest value of its frames, so that the size
/// of the picture is bounded for films of any length.
final class KeyframesPlot {
  private static final int WIDTH = 1200;
  private static final int LEFT = 64;
  private static final int COLUMNS = WIDTH - LEFT - 24;
  private static final int MARKS = 92;
  private static final int MARK_HEIGHT = 12;
  private static final int TOP = MARKS + MARK_HEIGHT + 8;
  private static final int SCORES = 300;
  private static final int NO_SCORES = 60;
  private static final int GAP = 44;
  private static final int LENGTHS = 130;
  private static final int BELOW = 76;

  /// Up to so many things are drawn one by one, with a tip for the pointer.
  private static final int FEW = 400;

  private static final double LEAST_TOP = 1.5;

  private final Analysed film;
  private final Findings findings;
  private final Svg svg = new Svg();
  private final PlotScale frames;
  private final int columns;
  private final int scoresEnd;
  private final int lengthsEnd;

  private KeyframesPlot(Analysed film) {
    this.film = film;
    findings = film.findings();
    frames = new PlotScale(LEFT, LEFT + COLUMNS, findings.frames());
    columns = Math.min(COLUMNS, findings.frames());
    scoresEnd = TOP + (findings.scored() ? SCORES : NO_SCORES);
    lengthsEnd = scoresEnd + GAP + LENGTHS;
  }

  static void write(Analysed film, Writer out) throws IOException {
    out.write(new KeyframesPlot(film).draw());
  }

  private String draw() {
    int height = lengthsEnd + BELOW;
    svg.raw(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">"
                .formatted(WIDTH, height, WIDTH, height))
        .raw("<title>Keyframes of %s</title>".formatted(Svg.escape(PlotText.title(film))))
        .raw(PlotText.STYLE)
        .path("back", "M0 0H%dV%dH0Z".formatted(WIDTH, height), "")
        .label(LEFT, 34, "title", PlotText.title(film))
        .label(LEFT, 58, "dim", PlotText.subtitle(film));
    drawFrameAxis();
    if (findings.scored()) {
      drawScores();
    } else {
      svg.path("grid", "M%d %dH%dV%dH%dZ".formatted(LEFT, TOP, LEFT + COLUMNS, scoresEnd, LEFT), "")
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
    List<Double> ticks = frames.ticks(10);
    double seconds = ticks.size() > 1 ? ticks.get(1) / film.frameRate().value() : 1;
    for (double frame : ticks) {
      double x = frames.at(frame);
      svg.line("grid", x, TOP, x, scoresEnd)
          .line("grid", x, scoresEnd + GAP, x, lengthsEnd)
          .line("axis", x, lengthsEnd, x, lengthsEnd + 5)
          .label(x, lengthsEnd + 20, "x", "" + Math.round(frame))
          .label(x, lengthsEnd + 37, "x2", PlotText.time(film, frame, seconds));
    }
    svg.label(LEFT + COLUMNS / 2.0, lengthsEnd + 60, "dim middle", "frame, and its time");
  }

  private void drawScores() {
    double[] highest = new double[columns];
    double max = 0;
    for (int frame = 0; frame < findings.frames(); frame++) {
      double score = findings.score(frame);
      if (Double.isFinite(score)) {
        highest[column(frame)] = Math.max(highest[column(frame)], score);
        max = Math.max(max, score);
      }
    }
    var scale = new PlotScale(scoresEnd, TOP, Math.max(LEAST_TOP, max));
    for (double score : scale.ticks(6)) {
      svg.line("grid", LEFT, scale.at(score), LEFT + COLUMNS, scale.at(score))
          .label(LEFT - 8, scale.at(score) + 4, "y", Svg.number(score));
    }
    svg.path("score", steps(highest, scale, new boolean[0]), "");
    for (var kind : KeyframeKind.values()) {
      svg.path(kind.look, steps(highest, scale, columnsOf(kind)), "");
    }
    svg.line("threshold", LEFT, scale.at(1), LEFT + COLUMNS, scale.at(1))
        .line("axis", LEFT, scoresEnd, LEFT + COLUMNS, scoresEnd)
        .label(LEFT, scoresEnd + 20, "dim", "score: change against the frame before");
  }

  /// The outline of columns of the given heights.
  ///
  /// @param which columns to draw; empty for all
  private StringBuilder steps(double[] values, PlotScale scale, boolean[] which) {
    var steps = new StringBuilder();
    boolean drawing = false;
    for (int i = 0; i <= values.length; i++) {
      boolean wanted = i < values.length && (which.length == 0 || which[i]);
      if (wanted) {
        steps.append(drawing ? "" : "M%s %s".formatted(x(i), Svg.number(scale.from())));
        steps.append("V").append(Svg.number(scale.at(values[i])));
        steps.append("H").append(x(i + 1));
      } else if (drawing) {
        steps.append("V").append(Svg.number(scale.from())).append("Z");
      }
      drawing = wanted;
    }
    return steps;
  }

  private boolean[] columnsOf(KeyframeKind kind) {
    boolean[] found = new boolean[columns];
    for (int keyframe : findings.keyframes()) {
      if (KeyframeKind.of(film, keyframe) == kind) {
        found[column(keyframe)] = true;
      }
    }
    return found;
  }

  private void drawMarks() {
    Map<KeyframeKind, Integer> counts = new EnumMap<>(KeyframeKind.class);
    boolean few = findings.keyframeCount() <= FEW;
    for (int keyframe : findings.keyframes()) {
      KeyframeKind kind = KeyframeKind.of(film, keyframe);
      counts.merge(kind, 1, Integer::sum);
      if (few) {
        svg.path(kind.look, mark(frames.at(keyframe)), PlotText.keyframe(film, keyframe, kind));
      }
    }
    double x = LEFT + COLUMNS;
    for (KeyframeKind kind : counts.keySet()) {
      if (!few) {
        drawMarks(kind);
      }
      String text = "%s (%d)".formatted(kind.title, counts.get(kind));
      x -= 20 + 7.2 * text.length();
      svg.path(kind.look, "M%s %dh10v10h-10Z".formatted(Svg.number(x), MARKS - 17), "")
          .label(x + 15, MARKS - 8, "dim", text);
    }
    svg.label(LEFT, MARKS - 8, "dim", "keyframes");
  }

  private void drawMarks(KeyframeKind kind) {
    boolean[] found = columnsOf(kind);
    var marks = new StringBuilder();
    for (int i = 0; i < columns; i++) {
      if (found[i]) {
        marks.append(mark(frames.at((double) i * findings.frames() / columns)));
      }
    }
    svg.path(kind.look, marks, "");
  }

  private static String mark(double x) {
    return "M%s %dh2v%dh-2Z".formatted(Svg.number(x - 1), MARKS, MARK_HEIGHT);
  }

  private void drawLengths() {
    int longest = 1;
    for (int gop = 0; gop < findings.keyframeCount(); gop++) {
      longest = Math.max(longest, findings.gopFrames(gop));
    }
    var scale = new PlotScale(lengthsEnd, scoresEnd + GAP, longest);
    for (double length : scale.ticks(4)) {
      svg.line("grid", LEFT, scale.at(length), LEFT + COLUMNS, scale.at(length))
          .label(LEFT - 8, scale.at(length) + 4, "y", "" + Math.round(length));
    }
    if (findings.keyframeCount() <= FEW) {
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
          "M%s %dV%sH%sV%dZ".formatted(from, lengthsEnd, top, to, lengthsEnd),
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
    svg.path("gops", steps(longest, scale, new boolean[0]), "");
  }

  private int column(int frame) {
    return (int) ((long) frame * columns / findings.frames());
  }

  private String x(int column) {
    return Svg.number(LEFT + (double) column * COLUMNS / columns);
  }
}
