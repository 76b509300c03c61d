package org.rav1ebygop.plugin.aomenc;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.child.encoder.ArgumentList;
import org.rav1ebygop.child.encoder.NumberOption;

/// The options of aomenc that change how a GOP is encoded, but not that it is one: nothing that
/// places key frames, drops or scales frames, or redirects files.
final class AomencOptions {
  static final String PATH = "path";
  static final NumberOption CPU_USED =
      new NumberOption("cpu-used", 0, 9, "in place of --speed, as aomenc counts");

  private static final String TUNE = "tune";
  private static final Set<String> TUNES = Set.of("psnr", "ssim");
  private static final String CONTENT = "tune-content";
  private static final Set<String> CONTENTS = Set.of("default", "screen", "film");

  /// Those that are passed on as they are.
  private static final List<NumberOption> NUMBERS =
      List.of(
          new NumberOption("lag-in-frames", 0, 48, "frames to look ahead"),
          new NumberOption("aq-mode", 0, 3, "adaptive quantizer"),
          new NumberOption("deltaq-mode", 0, 4, "quantizer by block"),
          new NumberOption("sharpness", 0, 7, "favours sharp blocks"),
          new NumberOption("enable-qm", 0, 1, "quantisation matrices"),
          new NumberOption("qm-min", 0, 15, "flattest quantisation matrix"),
          new NumberOption("qm-max", 0, 15, "steepest quantisation matrix"),
          new NumberOption("arnr-maxframes", 0, 15, "frames that are averaged into a hidden one"),
          new NumberOption("arnr-strength", 0, 6, "how strongly"),
          new NumberOption("denoise-noise-level", 0, 50, "denoises, and synthesises the grain"),
          new NumberOption("enable-cdef", 0, 2, "directional enhancement filter"),
          new NumberOption("enable-restoration", 0, 1, "loop restoration filter"),
          new NumberOption("enable-chroma-deltaq", 0, 1, "another quantizer for chroma"));

  static final List<OptionSpec> SPECS =
      Stream.concat(
              Stream.of(
                  new OptionSpec(
                      PATH,
                      "FILE",
                      "the aomenc to use, a file or a name in PATH",
                      OptionSpec.Scope.THIS_MACHINE),
                  new OptionSpec(TUNE, "psnr|ssim", "what to optimise for"),
                  new OptionSpec(CONTENT, "default|screen|film", "what the film shows")),
              Stream.concat(Stream.of(CPU_USED), NUMBERS.stream()).map(NumberOption::spec))
          .toList();

  private AomencOptions() {}

  /// Checks all but [#CPU_USED] and adds their arguments.
  ///
  /// @throws GopException of kind USAGE when a value makes no sense or this aomenc does not know
  ///   the option
  static void add(Options options, ArgumentList arguments) {
    addWord(TUNE, TUNES, options, arguments);
    addWord(CONTENT, CONTENTS, options, arguments);
    NUMBERS.forEach(option -> option.add(options, arguments));
  }

  private static void addWord(
      String name, Set<String> known, Options options, ArgumentList arguments) {
    String value = options.get(name);
    if (value != null) {
      if (!known.contains(value)) {
        throw GopException.usage(
            "option %s is %s, not '%s'"
                .formatted(name, String.join(" or ", known.stream().sorted().toList()), value));
      }
      arguments.add(name, value);
    }
  }
}
