package org.rav1ebygop.rav1e.settings;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;

/// The settings of a job in the words of rav1e, checked. What is null is left to rav1e.
///
/// @param speed 0–10
/// @param chosenLookahead frames of look-ahead of the rate-distortion optimisation
/// @param reservoirDelay frames over which bits are distributed, with [RateControl.MaxBitrate] only
/// @param level of AV1 to state, one of [#LEVELS]
public record Rav1eSettings(
    int speed,
    RateControl rate,
    Tiles tiles,
    @Nullable Tune tune,
    boolean lowLatency,
    @Nullable Integer chosenLookahead,
    @Nullable Integer reservoirDelay,
    @Nullable String level) {
  /// The option for the frames of look-ahead.
  public static final String LOOKAHEAD = "rdo-lookahead-frames";

  /// Longest look-ahead that is accepted.
  public static final int MAX_LOOKAHEAD = 1000;

  /// The options it reads.
  public static final List<OptionSpec> SPECS =
      List.of(
          new OptionSpec("tune", "psnr|psychovisual", "what to optimise for"),
          new OptionSpec("low-latency", "", "no frame reordering"),
          new OptionSpec(LOOKAHEAD, "FRAMES", "look-ahead of the rate-distortion optimisation"),
          new OptionSpec(
              "reservoir-frame-delay", "FRAMES", "over how many frames bits are distributed"),
          new OptionSpec("tile-rows", "N", "rows of tiles, a power of two"),
          new OptionSpec("tile-cols", "N", "columns of tiles, a power of two"),
          new OptionSpec("level", "MAJOR.MINOR|auto|unconstrained", "the AV1 level to state"));

  /// Levels as users write them.
  public static final Set<String> LEVELS =
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

  private static final int MAX_TILES_EACH_WAY = 64;
  private static final int MIN_RESERVOIR = 12;
  private static final int MAX_RESERVOIR = 131_072;

  /// Reads and checks settings.
  ///
  /// @throws GopException of kind USAGE when a value makes no sense
  public static Rav1eSettings of(EncoderSettings settings) {
    Options options = settings.options();
    return new Rav1eSettings(
        settings.speed(),
        rate(settings),
        tiles(settings),
        tune(options),
        options.isOn("low-latency", false),
        lookahead(options),
        reservoir(settings),
        level(options));
  }

  /// Frames of look-ahead, chosen or rav1e's own.
  public int lookahead() {
    Integer chosen = chosenLookahead;
    return chosen == null ? MemoryEstimate.lookahead(speed) : chosen;
  }

  /// Threads that it makes use of here. More than processors would only take memory; the bytes are
  /// the same for any number.
  public int threads() {
    return Math.min(tiles.count(), Runtime.getRuntime().availableProcessors());
  }

  private static RateControl rate(EncoderSettings settings) {
    Integer maxBitrate = settings.maxBitrate();
    if (maxBitrate != null) {
      return new RateControl.MaxBitrate(maxBitrate, settings.quantizer());
    }
    if (settings.quantizer() == 0) {
      throw GopException.usage("rav1e has no lossless mode: --quantizer is 1 to 255");
    }
    return new RateControl.Quantizer(settings.quantizer());
  }

  private static Tiles tiles(EncoderSettings settings) {
    Options options = settings.options();
    if (options.get("tile-rows") == null && options.get("tile-cols") == null) {
      return new Tiles.AtLeast(settings.tiles());
    }
    if (settings.tiles() > 1) {
      throw GopException.usage(
          "--tiles and the options tile-rows and tile-cols exclude each other");
    }
    return new Tiles.Grid(power(options, "tile-rows"), power(options, "tile-cols"));
  }

  private static int power(Options options, String name) {
    int value = options.getInt(name, 1, 1, MAX_TILES_EACH_WAY);
    if (Integer.bitCount(value) != 1) {
      throw GopException.usage(
          String.format(Locale.ROOT, "option %s is a power of two, not %d", name, value));
    }
    return value;
  }

  private static @Nullable Tune tune(Options options) {
    String tune = options.get("tune");
    return tune == null
        ? null
        : switch (tune.toLowerCase(Locale.ROOT)) {
          case "psnr" -> Tune.PSNR;
          case "psychovisual" -> Tune.PSYCHOVISUAL;
          default -> throw noSuchValue("tune", "psnr or psychovisual", tune);
        };
  }

  private static @Nullable Integer lookahead(Options options) {
    return options.get(LOOKAHEAD) == null ? null : options.getInt(LOOKAHEAD, 1, 1, MAX_LOOKAHEAD);
  }

  private static @Nullable Integer reservoir(EncoderSettings settings) {
    if (settings.options().get("reservoir-frame-delay") == null) {
      return null;
    }
    if (settings.maxBitrate() == null) {
      throw GopException.usage("option reservoir-frame-delay needs --max-bitrate");
    }
    return settings
        .options()
        .getInt("reservoir-frame-delay", MIN_RESERVOIR, MIN_RESERVOIR, MAX_RESERVOIR);
  }

  private static @Nullable String level(Options options) {
    String level = options.get("level");
    if (level != null && !LEVELS.contains(level)) {
      throw noSuchValue("level", "one of AV1's, from 2.0 to 6.3, auto or unconstrained", level);
    }
    return level;
  }

  private static GopException noSuchValue(String name, String values, String value) {
    return GopException.usage("option %s is %s, not '%s'".formatted(name, values, value));
  }
}
