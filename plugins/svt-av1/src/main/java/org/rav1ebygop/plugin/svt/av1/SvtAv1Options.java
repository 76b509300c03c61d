package org.rav1ebygop.plugin.svt.av1;

import java.util.List;
import java.util.stream.Stream;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.child.encoder.NumberOption;

/// The options of SVT-AV1 that change how a GOP is encoded, but not that it is one: nothing that
/// places key frames, drops or scales frames, or redirects files.
final class SvtAv1Options {
  static final String PATH = "path";
  static final NumberOption PRESET =
      new NumberOption("preset", 0, 13, "in place of --speed: also faster than 10");

  /// Those that are passed on as they are.
  static final List<NumberOption> NUMBERS =
      List.of(
          new NumberOption("tune", 0, 3, "0: looks, 1: PSNR, 2: SSIM, as the version knows them"),
          new NumberOption("lookahead", 0, 120, "frames to look ahead"),
          new NumberOption("hierarchical-levels", 2, 5, "temporal layers, less one"),
          new NumberOption("aq-mode", 0, 2, "adaptive quantizer"),
          new NumberOption("enable-qm", 0, 1, "quantisation matrices"),
          new NumberOption("qm-min", 0, 15, "flattest quantisation matrix"),
          new NumberOption("qm-max", 0, 15, "steepest quantisation matrix"),
          new NumberOption("film-grain", 0, 50, "strength of denoising and synthesised grain"),
          new NumberOption("film-grain-denoise", 0, 1, "whether film-grain denoises"),
          new NumberOption("enable-tf", 0, 1, "temporal filter"),
          new NumberOption("enable-overlays", 0, 1, "overlay pictures"),
          new NumberOption("enable-cdef", 0, 1, "directional enhancement filter"),
          new NumberOption("enable-restoration", 0, 1, "loop restoration filter"),
          new NumberOption("enable-dlf", 0, 1, "deblocking filter"),
          new NumberOption("fast-decode", 0, 2, "easier to decode"),
          new NumberOption("scm", 0, 2, "screen content: 0 off, 1 on, 2 by content"));

  static final List<OptionSpec> SPECS =
      Stream.concat(
              Stream.of(
                  new OptionSpec(
                      PATH,
                      "FILE",
                      "the SvtAv1EncApp to use, a file or a name in PATH",
                      OptionSpec.Scope.THIS_MACHINE)),
              Stream.concat(Stream.of(PRESET), NUMBERS.stream()).map(NumberOption::spec))
          .toList();

  private SvtAv1Options() {}
}
