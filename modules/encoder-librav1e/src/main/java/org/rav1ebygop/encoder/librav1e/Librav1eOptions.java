package org.rav1ebygop.encoder.librav1e;

import java.util.List;
import java.util.stream.Stream;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.rav1e.settings.Rav1eSettings;

/// The options of the backend.
final class Librav1eOptions {
  static final String PATH = "path";
  static final String ISOLATE = "isolate";

  /// Options of the rav1e program that are known here only to be refused with a reason.
  private static final List<OptionSpec> PROGRAM_ONLY =
      List.of(
          new OptionSpec("photon-noise", "0-64", "refused: only --encoder rav1e has film grain"),
          new OptionSpec(
              "film-grain-table", "FILE", "refused: only --encoder rav1e has film grain"));

  static final List<OptionSpec> SPECS =
      Stream.of(
              Stream.of(
                  new OptionSpec(
                      PATH,
                      "FILE",
                      "the librav1e to use, a file or a name that the system knows",
                      OptionSpec.Scope.THIS_MACHINE),
                  // A client must not put the process of a worker at risk.
                  new OptionSpec(
                      ISOLATE,
                      "true|false",
                      "encode each GOP in a process of its own (the default), or all in this one",
                      OptionSpec.Scope.THIS_MACHINE),
                  new OptionSpec(
                      EncoderBackendProvider.MEASURE,
                      "",
                      "measure PSNR and SSIM of every frame",
                      OptionSpec.Scope.THIS_MACHINE)),
              Rav1eSettings.SPECS.stream(),
              PROGRAM_ONLY.stream())
          .flatMap(specs -> specs)
          .toList();

  private Librav1eOptions() {}

  /// Whether each GOP gets a process of its own.
  ///
  /// @throws GopException of kind USAGE when the value is no switch
  static boolean isolated(Options options) {
    return options.isOn(ISOLATE, true);
  }

  /// Whether frames are compared with what became of them.
  ///
  /// @throws GopException of kind USAGE when the value is no switch
  static boolean measured(Options options) {
    return options.isOn(EncoderBackendProvider.MEASURE, false);
  }

  /// Refuses what the backend does not have.
  ///
  /// @throws GopException of kind USAGE
  static void requireKnown(Options options) {
    options.requireKnown(Librav1eBackendProvider.ID, SPECS);
    for (OptionSpec option : PROGRAM_ONLY) {
      if (options.get(option.name()) != null) {
        throw GopException.usage(
            "librav1e has no function for %s: --encoder rav1e has it".formatted(option.name()));
      }
    }
  }
}
