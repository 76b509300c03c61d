package org.rav1ebygop.encoder.rav1e;

import java.util.List;
import java.util.stream.Stream;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.child.encoder.ArgumentList;
import org.rav1ebygop.rav1e.settings.RateControl;
import org.rav1ebygop.rav1e.settings.Rav1eSettings;
import org.rav1ebygop.rav1e.settings.Tiles;
import org.rav1ebygop.rav1e.settings.Tune;

/// The options of rav1e that change how a GOP is encoded, but not that it is one: nothing that
/// places key frames, skips or limits frames, or redirects files.
final class Rav1eOptions {
  static final String PATH = "path";

  static final List<OptionSpec> SPECS =
      Stream.of(
              Stream.of(
                  new OptionSpec(
                      PATH,
                      "FILE",
                      "the rav1e to use, a file or a name in PATH",
                      OptionSpec.Scope.THIS_MACHINE),
                  new OptionSpec(
                      EncoderBackendProvider.TOOLS,
                      "",
                      "tell which coding tools were used",
                      OptionSpec.Scope.THIS_MACHINE)),
              Rav1eSettings.SPECS.stream(),
              Stream.of(
                  new OptionSpec("photon-noise", "0-64", "strength of synthesised film grain"),
                  new OptionSpec(
                      "film-grain-table",
                      "FILE",
                      "film grain to synthesise, one for all time",
                      OptionSpec.Scope.THIS_MACHINE)))
          .flatMap(specs -> specs)
          .toList();

  private static final int MAX_PHOTON_NOISE = 64;

  private Rav1eOptions() {}

  /// Adds the arguments for rate control.
  static void add(RateControl rate, ArgumentList arguments) {
    switch (rate) {
      case RateControl.Quantizer(int value) -> arguments.add("quantizer", value);
      case RateControl.MaxBitrate(int kilobits, int minQuantizer) -> {
        arguments.add("bitrate", kilobits);
        arguments.add("min-quantizer", minQuantizer);
      }
    }
  }

  /// Adds the arguments for the other settings.
  ///
  /// @throws GopException of kind USAGE when this rav1e does not know one
  static void add(Rav1eSettings settings, ArgumentList arguments) {
    switch (settings.tiles()) {
      case Tiles.AtLeast(int count) -> arguments.add("tiles", count);
      case Tiles.Grid(int rows, int columns) -> {
        arguments.add("tile-rows", rows);
        arguments.add("tile-cols", columns);
      }
    }
    Tune tune = settings.tune();
    if (tune != null) {
      arguments.add("tune", tune == Tune.PSNR ? "Psnr" : "Psychovisual");
    }
    if (settings.lowLatency()) {
      arguments.add("low-latency");
    }
    Integer lookahead = settings.chosenLookahead();
    if (lookahead != null) {
      arguments.add(Rav1eSettings.LOOKAHEAD, lookahead);
    }
    Integer delay = settings.reservoirDelay();
    if (delay != null) {
      arguments.add("reservoir-frame-delay", delay);
    }
    String level = settings.level();
    if (level != null) {
      arguments.add("level", level);
    }
  }

  /// Adds the arguments for film grain.
  ///
  /// @throws GopException of kind USAGE when a value makes no sense or this rav1e does not know it
  static void addGrain(Options options, ArgumentList arguments) {
    int noise = options.getInt("photon-noise", 0, 0, MAX_PHOTON_NOISE);
    String table = options.get("film-grain-table");
    if (noise > 0 && table != null) {
      throw GopException.usage("options photon-noise and film-grain-table exclude each other");
    }
    if (noise > 0) {
      arguments.add("photon-noise", noise);
    }
    if (table != null) {
      arguments.addFile("film-grain-table", table, FilmGrainTable.check(table));
    }
  }
}
