package org.rav1ebygop.encoder.rav1e;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.child.encoder.ArgumentList;

/// The options of rav1e that change how a GOP is encoded, but not that it is one: nothing that
/// places key frames, skips or limits frames, or redirects files.
final class Rav1eOptions {
  static final String PATH = "path";
  static final String LOOKAHEAD = "rdo-lookahead-frames";
  static final int MAX_LOOKAHEAD = 1000;

  static final List<OptionSpec> SPECS =
      List.of(
          new OptionSpec(
              PATH,
              "FILE",
              "the rav1e to use, a file or a name in PATH",
              OptionSpec.Scope.THIS_MACHINE),
          new OptionSpec("tune", "psnr|psychovisual", "what to optimise for"),
          new OptionSpec("low-latency", "", "no frame reordering"),
          new OptionSpec(LOOKAHEAD, "FRAMES", "look-ahead of the rate-distortion optimisation"),
          new OptionSpec(
              "reservoir-frame-delay", "FRAMES", "over how many frames bits are distributed"),
          new OptionSpec("tile-rows", "N", "rows of tiles, a power of two"),
          new OptionSpec("tile-cols", "N", "columns of tiles, a power of two"),
          new OptionSpec("level", "MAJOR.MINOR|auto|unconstrained", "the AV1 level to state"),
          new OptionSpec("photon-noise", "0-64", "strength of synthesised film grain"),
          new OptionSpec(
              "film-grain-table",
              "FILE",
              "film grain to synthesise, one for all time",
              OptionSpec.Scope.THIS_MACHINE));

  private static final int MAX_TILES_EACH_WAY = 64;
  private static final int MIN_RESERVOIR = 12;
  private static final int MAX_RESERVOIR = 131_072;
  private static final int MAX_PHOTON_NOISE = 64;
  private static final Set<String> LEVELS =
      Set.of(
          "2.0",
          "2.1",
          "3.0",
          "3.1",
          "4.0",
          "4.1",
          "5.0",
          "5.1",
          "5.2",
          "5.3",
          "6.0",
          "6.1",
          "6.2",
          "6.3",
          "auto",
          "unconstrained");

  private final Options options;
  private final EncoderSettings settings;

  /// @param settings with options of [#SPECS] only
  Rav1eOptions(EncoderSettings settings) {
    this.options = settings.options();
    this.settings = settings;
  }

  /// Frames of look-ahead.
  int lookahead() {
    return options.getInt(LOOKAHEAD, MemoryEstimate.lookahead(settings.speed()), 1, MAX_LOOKAHEAD);
  }

  /// The tiles that are asked for.
  int tiles() {
    return Math.max(settings.tiles(), power("tile-rows") * power("tile-cols"));
  }

  /// Checks all options and adds their arguments.
  ///
  /// @throws GopException of kind USAGE when a value makes no sense or this rav1e does not know the
  ///   option
  void add(ArgumentList arguments) {
    addTiles(arguments);
    addTune(arguments);
    if (isOn("low-latency")) {
      arguments.add("low-latency");
    }
    if (options.get(LOOKAHEAD) != null) {
      arguments.add(LOOKAHEAD, lookahead());
    }
    addReservoir(arguments);
    addLevel(arguments);
    addGrain(arguments);
  }

  private void addTiles(ArgumentList arguments) {
    if (options.get("tile-rows") == null && options.get("tile-cols") == null) {
      arguments.add("tiles", settings.tiles());
      return;
    }
    if (settings.tiles() > 1) {
      throw GopException.usage(
          "--tiles and the options tile-rows and tile-cols exclude each other");
    }
    arguments.add("tile-rows", power("tile-rows"));
    arguments.add("tile-cols", power("tile-cols"));
  }

  private int power(String name) {
    int value = options.getInt(name, 1, 1, MAX_TILES_EACH_WAY);
    if (Integer.bitCount(value) != 1) {
      throw GopException.usage("option %s is a power of two, not %d".formatted(name, value));
    }
    return value;
  }

  private void addTune(ArgumentList arguments) {
    String tune = options.get("tune");
    if (tune != null) {
      arguments.add(
          "tune",
          switch (tune.toLowerCase(Locale.ROOT)) {
            case "psnr" -> "Psnr";
            case "psychovisual" -> "Psychovisual";
            default -> throw noSuchValue("tune", "psnr or psychovisual", tune);
          });
    }
  }

  private void addReservoir(ArgumentList arguments) {
    if (options.get("reservoir-frame-delay") == null) {
      return;
    }
    if (settings.maxBitrate() == null) {
      throw GopException.usage("option reservoir-frame-delay needs --max-bitrate");
    }
    arguments.add(
        "reservoir-frame-delay",
        options.getInt("reservoir-frame-delay", MIN_RESERVOIR, MIN_RESERVOIR, MAX_RESERVOIR));
  }

  private void addLevel(ArgumentList arguments) {
    String level = options.get("level");
    if (level != null) {
      if (!LEVELS.contains(level)) {
        throw noSuchValue("level", "one of AV1's, from 2.0 to 6.3, auto or unconstrained", level);
      }
      arguments.add("level", level);
    }
  }

  private void addGrain(ArgumentList arguments) {
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

  private boolean isOn(String name) {
    String value = options.get(name);
    if (value == null || value.equals("false")) {
      return false;
    }
    if (value.equals("true")) {
      return true;
    }
    throw noSuchValue(name, "a switch, true or false", value);
  }

  private static GopException noSuchValue(String name, String values, String value) {
    return GopException.usage("option %s is %s, not '%s'".formatted(name, values, value));
  }
}
