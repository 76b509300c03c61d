package org.rav1ebygop.cli;

import java.util.Locale;

/// The words of the picture.
final class PlotText {
  private static final int MAX_NAME = 90;

  /// Colours for light and dark surroundings.
  static final String STYLE =
      """
      <style>
      svg { --back: #ffffff; --text: #1f2328; --dim: #59636e; --grid: #d8dee4; --score: #8c959f;
        --cut: #0969da; --due: #9a6700; --forced: #cf222e; --gop: #b6d4f7; --edge: #ffffff }
      @media (prefers-color-scheme: dark) {
        svg { --back: #0d1117; --text: #e6edf3; --dim: #9198a1; --grid: #2a313a; --score: #6e7681;
          --cut: #58a6ff; --due: #e3b341; --forced: #ff7b72; --gop: #1f4a80; --edge: #0d1117 }
      }
      text { font: 13px system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif; fill: var(--text) }
      .title { font-size: 19px; font-weight: 600 }
      .dim, .x, .x2, .y { fill: var(--dim) }
      .x, .x2, .middle { text-anchor: middle }
      .x2 { font-size: 12px }
      .y { text-anchor: end }
      .back { fill: var(--back) }
      .grid { stroke: var(--grid); fill: none }
      .axis { stroke: var(--dim); fill: none }
      .threshold { stroke: var(--text); stroke-dasharray: 5 4; fill: none }
      .score { fill: var(--score) }
      .gop { fill: var(--gop); stroke: var(--edge); stroke-width: 0.7 }
      .gops { fill: var(--gop) }
      .cut { fill: var(--cut) } .due { fill: var(--due) } .forced { fill: var(--forced) } .plain { fill: var(--text) }
      </style>\
      """;

  private PlotText() {}

  static String title(Analysed film) {
    String name = film.name().equals("-") ? "standard input" : film.name();
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
            Text.number(3, film.frameRate().value()),
            time(film, findings.frames(), 0.1),
            film.splitter(),
            Text.count(gops, "GOP"),
            shortest == longest
                ? Text.count(longest, "frame")
                : "%d to %d frames, %s on average"
                    .formatted(shortest, longest, Text.number(1, average)));
  }

  /// When a frame is shown, as `1:02:03` or `2:03.4`.
  ///
  /// @param step seconds between two times that are to look different
  static String time(Analysed film, double frame, double step) {
    int decimals = step >= 1 ? 0 : step >= 0.1 ? 1 : 3;
    double seconds = frame / film.frameRate().value();
    long unit = Math.round(Math.pow(10, decimals));
    long units = (long) Math.floor(seconds * unit + 1e-6);
    long whole = units / unit;
    String clock =
        whole < 3600
            ? "%d:%02d".formatted(whole / 60, whole % 60)
            : "%d:%02d:%02d".formatted(whole / 3600, whole / 60 % 60, whole % 60);
    return decimals == 0
        ? clock
        : clock + String.format(Locale.ROOT, ".%0" + decimals + "d", units % unit);
  }

  static String keyframe(Analysed film, int frame, KeyframeKind kind) {
    float score = film.findings().score(frame);
    return "frame %d, %s: %s%s"
        .formatted(
            frame,
            time(film, frame, 0.001),
            kind.title,
            Float.isNaN(score) ? "" : ", score " + Text.number(2, score));
  }

  static String gop(Analysed film, int gop) {
    Findings findings = film.findings();
    return "GOP %d: %s, %d to %d"
        .formatted(
            gop,
            Text.count(findings.gopFrames(gop), "frame"),
            findings.keyframes().get(gop),
            findings.endOfGop(gop) - 1);
  }
}
