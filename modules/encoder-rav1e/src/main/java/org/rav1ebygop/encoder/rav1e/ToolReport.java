package org.rav1ebygop.encoder.rav1e;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.ToolUse;

/// Reads what `rav1e --verbose` tells at its end, the same in 0.5.1 and 0.7.1: a table of block
/// sizes with heights as rows and widths as columns, and lists of shares, each for key frames (`I`)
/// and for inter frames (`P`).
///
/// A list may go on in further lines, which may repeat its title. What is not there is left out.
final class ToolReport {
  private static final Pattern KEY_FRAMES = frames("Key");
  private static final Pattern INTER_FRAMES = frames("Inter");
  private static final Pattern TITLE =
      Pattern.compile("^> +(bsize|txtypes|y modes|uv modes) ([IP]):(.*)$");
  private static final Pattern ROW = Pattern.compile("^> +(\\d+)x:((?: {7}| *\\d+\\.\\d%)+)");
  private static final Pattern SKIP = Pattern.compile("skip: +(\\d+\\.\\d)%");
  private static final Pattern COLUMN = Pattern.compile("x(\\d+)");

  /// Directional modes are named by their angles.
  private static final Pattern DIRECTIONS = Pattern.compile("^> +D: ");

  private static final Pattern SHARE = Pattern.compile("([\\w ]+): (\\d+\\.\\d)%");
  private static final Map<String, String> NAMES =
      Map.of(
          "bsize", "block sizes",
          "txtypes", "transform types",
          "y modes", "luma modes",
          "uv modes", "chroma modes");
  private static final int CELL = 7;

  private final Map<String, Map<String, Double>> choices = new LinkedHashMap<>();
  private final List<String> widths = new ArrayList<>();
  private String title = "";
  private String frames = "";

  private ToolReport() {}

  /// Reads the log of an encoder.
  ///
  /// @return null when it holds no report
  static @Nullable ToolUse read(String log) {
    var report = new ToolReport();
    log.lines().forEach(report::line);
    Map<String, Long> frames = Map.of("I", count(KEY_FRAMES, log), "P", count(INTER_FRAMES, log));
    List<ToolUse.Choice> told = new ArrayList<>();
    report.choices.forEach((key, shares) -> {
      long count = frames.getOrDefault(key.substring(key.length() - 1), 0L);
      if (count > 0) {
        told.add(new ToolUse.Choice(name(key), count, shares));
      }
    });
    return told.isEmpty() ? null : new ToolUse(told);
  }

  private void line(String line) {
    Matcher begun = TITLE.matcher(line);
    Matcher row = ROW.matcher(line);
    if (begun.find()) {
      title = begun.group(1);
      frames = begun.group(2);
      if (title.equals("bsize")) {
        widths.clear();
        COLUMN.matcher(begun.group(3)).results().map(found -> found.group(1)).forEach(widths::add);
      } else {
        shares(begun.group(3));
      }
    } else if (title.equals("bsize") && row.find()) {
      sizes(row.group(1), row.group(2));
      Matcher skip = SKIP.matcher(line);
      if (skip.find()) {
        choice("skipped").put("skipped", Double.valueOf(skip.group(1)));
      }
    } else if (title.isEmpty() || !line.startsWith(">    ")) {
      title = "";
    } else {
      shares(line);
    }
  }

  private void sizes(String height, String cells) {
    for (int i = 0; i < widths.size() && (i + 1) * CELL <= cells.length(); i++) {
      String cell = cells.substring(i * CELL, (i + 1) * CELL).strip();
      if (!cell.isEmpty()) {
        choice(title).put(widths.get(i) + "x" + height, Double.valueOf(cell.replace("%", "")));
      }
    }
  }

  private void shares(String text) {
    String prefix = DIRECTIONS.matcher(text).find() ? "D" : "";
    SHARE
        .matcher(text)
        .results()
        .forEach(share ->
            choice(title).put(prefix + share.group(1).strip(), Double.valueOf(share.group(2))));
  }

  private Map<String, Double> choice(String what) {
    return choices.computeIfAbsent(what + " " + frames, _ -> new LinkedHashMap<>());
  }

  private static String name(String key) {
    String what = key.substring(0, key.length() - 2);
    return NAMES.getOrDefault(what, what)
        + (key.endsWith("I") ? " of key" : " of inter")
        + " frames";
  }

  private static Pattern frames(String type) {
    return Pattern.compile("^> +" + type + " frame: +(\\d{1,9}) ", Pattern.MULTILINE);
  }

  private static long count(Pattern frames, String log) {
    Matcher found = frames.matcher(log);
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }
}
