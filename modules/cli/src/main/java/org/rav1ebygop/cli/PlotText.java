package org.rav1ebygop.cli;

import java.util.Locale;

/// The words of the picture.
final class PlotText {
  private static final int MAX_NAME = 90;

  /// Colours for light and dark surroundings. Without variables, which not every viewer knows.
  static final String STYLE =
      """
      <style>
      text { font: 13px system-ui, 'DejaVu Sans', sans-serif; fill: #1f2328 }
      .title { font-size: 19px; font-weight: 600 }
      .x, .x2, .middle { text-anchor: middle }
      .x2 { font-size: 12px }
      .y { text-anchor: end }
      .dim, .x, .x2, .y { fill: #59636e }
      .back { fill: #ffffff }
      .grid, .axis, .threshold { fill: none }
      .grid { stroke: #e3e7ec }
      .axis { stroke: #59636e }
      .threshold { stroke: #1f2328; stroke-dasharray: 5 4 }
      .score { fill: #aab3bd }
      .gop, .gops { fill: #b6d4f7 }
      .gop { stroke: #ffffff; stroke-width: 0.8 }
      .cut { fill: #0969da }
      .due { fill: #bf6a02 }
      .forced { fill: #cf222e }
      .plain { fill: #1f2328 }
      @media (prefers-color-scheme: dark) {
        text, .plain { fill: #e6edf3 }
        .dim, .x, .x2, .y { fill: #9198a1 }
        .back { fill: #0d1117 }
        .grid { stroke: #232a33 }
        .axis { stroke: #9198a1 }
        .threshold { stroke: #e6edf3 }
        .score { fill: #59636e }
        .gop, .gops { fill: #1f4a80 }
        .gop { stroke: #0d1117 }
        .cut { fill: #58a6ff }
        .due { fill: #f0a03c }
        .forced { fill: #ff7b72 }
      }
      </style>\
      """;

  private PlotText() {}

  static String title(Analysed film) {
    String name =
        film.name().equals("-")
            ? "standard input"
            : film.name().substring(film.name().lastIndexOf('/') + 1);
    int points = name.codePointCount(0, name.length());
    if (points <= MAX_NAME) {
      return name;
    }
    return "..." + name.substring(name.offsetByCodePoints(0, points - MAX_NAME + 3));
  }

  static String subtitle(Analysed film) {
    Findings findings = film.findings();
    int shortest = Integer.MAX_VALUE;
    int longest = 0;
    int gops = findings.keyframeCount();
    for (int gop = 0; gop < gops; gop++) {
      shortest = Math.min(shortest, findings.gopFrames(gop));
      longest = Math.max(longest, findings.gopFrames(gop));
    }
    double average = (double) findings.frames() / gops;
    return "%s at %s fps, %s; splitter %s: %s of %s"
        .formatted(
            Text.count(findings.frames(), "frame"),
            Svg.number(film.frameRate().value()),
            time(film, findings.frames(), 0.1),
            film.splitter(),
            Text.count(gops, "GOP"),
            shortest == longest
                ? Text.count(longest, "frame")
                : String.format(
                    Locale.ROOT,
                    "%d to %d frames, %s on average",
                    shortest,
                    longest,
                    Text.number(1, average)));
  }

  /// When a frame is shown, as `1:02:03` or `2:03.4`.
  ///
  /// @param step seconds between two times that are to look different
  static String time(Analysed film, long frame, double step) {
    int decimals = step >= 60 || step == Math.rint(step) ? 0 : step >= 0.1 ? 1 : 3;
    double seconds = frame / film.frameRate().value();
    long unit = Math.round(Math.pow(10, decimals));
    long units = (long) Math.floor(seconds * unit + 1e-6);
    long whole = units / unit;
    String clock =
        whole < 3600
            ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
            : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    return decimals == 0
        ? clock
        : clock + String.format(Locale.ROOT, ".%0" + decimals + "d", units % unit);
  }

  static String keyframe(Analysed film, int frame, KeyframeKind kind) {
    float score = film.findings().score(frame);
    return String.format(
        Locale.ROOT,
        "frame %d, %s: %s%s",
        frame,
        time(film, frame, 0.001),
        kind.title,
        Float.isNaN(score) ? "" : ", score " + Text.number(2, score));
  }

  static String gop(Analysed film, int gop) {
    Findings findings = film.findings();
    return String.format(
        Locale.ROOT,
        "GOP %d: %s, %d to %d",
        gop,
        Text.count(findings.gopFrames(gop), "frame"),
        findings.keyframes().get(gop),
        findings.endOfGop(gop) - 1);
  }
}
