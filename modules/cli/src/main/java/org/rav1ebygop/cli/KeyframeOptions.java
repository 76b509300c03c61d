package org.rav1ebygop.cli;

import com.github.rvesse.airline.annotations.Option;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How keyframes are found: the options of all commands that do so.
final class KeyframeOptions {
  static final int MIN_KEYINT = 12;
  static final int KEYINT = 240;
  static final String SPLITTER = "scenecut";

  @Section("Keyframes")
  @Option(
      name = {"-i", "--min-keyint"},
      title = "n",
      description = "Fewest frames in a GOP (default: 12; of a list: 1)")
  @Nullable Integer minKeyint;

  @Section("Keyframes")
  @Option(
      name = {"-I", "--keyint"},
      title = "n",
      description = "Most frames in a GOP (default: 240; of a list: as it says)")
  @Nullable Integer keyint;

  @Section("Keyframes")
  @Option(
      name = "--splitter",
      title = "id",
      description =
          "scenecut: where the picture changes; fixed: every --keyint frames; list: see --keyframes (default: scenecut)")
  @Nullable String splitter;

  @Section("Keyframes")
  @Option(
      name = "--scenecut-speed",
      title = "speed",
      description =
          "standard: estimates coding cost; fast: compares downscaled frames, in a third of the time (default: standard, fast at --speed 10)")
  @Nullable String scenecutSpeed;

  @Section("Keyframes")
  @Option(
      name = "--splitter-option",
      title = "name=value",
      description = "A further option of the splitter, may be repeated")
  List<String> splitterOptions = new ArrayList<>();

  @Section("Keyframes")
  @Option(
      name = "--keyframes",
      title = "file",
      description =
          "Take the keyframes from a list: frame numbers, JSON of 'rav1e-by-gop keyframes', av-scenechange or Av1an, or a qpfile")
  @Nullable String list;

  @Section("Keyframes")
  @Option(
      name = "--force-keyframes",
      title = "list",
      description =
          "Start a GOP at these too, comma-separated: frame numbers, and times such as 90s, 1:30 or 0:01:30.5, which mean the first frame at or after them; @FILE reads them from a file")
  @Nullable String forced;

  /// The files that are read, so that nothing is written to them.
  ///
  /// @param input of the run
  Apart apart(String input) {
    return new Apart()
        .reads("input", input)
        .reads("list of keyframes", list)
        .reads("list of forced keyframes", ForcedMoment.file(forced));
  }

  /// What was given as the speed of `scenecut`, or its default.
  ///
  /// @param fastest whether the encoder is as fast as it can be
  String scenecutSpeed(boolean fastest) {
    String given = scenecutSpeed;
    return given != null ? given : fastest ? "fast" : "standard";
  }

  /// The most frames of a GOP, as far as options tell: a list may have longer ones.
  int usualKeyint() {
    return keyint == null ? KEYINT : keyint;
  }
}
