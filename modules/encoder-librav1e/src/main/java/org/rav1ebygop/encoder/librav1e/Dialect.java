package org.rav1ebygop.encoder.librav1e;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.rav1e.settings.RateControl;
import org.rav1ebygop.rav1e.settings.Rav1eSettings;
import org.rav1ebygop.rav1e.settings.Tiles;
import org.rav1ebygop.rav1e.settings.Tune;

/// What the versions of the library differ in, found by asking: a key that it does not know is
/// refused at once.
///
/// @param library as messages call it
/// @param hasLevel whether it states a level of AV1: since 0.6 or 0.7
/// @param hasSceneDetectionSwitch whether it can be told not to look for scene changes: since 0.8
record Dialect(String library, boolean hasLevel, boolean hasSceneDetectionSwitch) {
  /// Longer than any GOP; a third of 2³¹ is too much for it. With it no scene change makes a key
  /// frame, in any version.
  private static final int NEVER = 1 << 29;

  /// The quantizer that the rav1e program sets beside a bitrate: the upper bound.
  private static final int WORST_QUANTIZER = 255;

  /// Asks a library.
  static Dialect of(Librav1e library) {
    return new Dialect(
        "librav1e " + library.version(),
        Configuration.takes(library, new Setting("level", "auto")),
        Configuration.takes(library, new Setting("no_scene_detection", "true")));
  }

  /// The settings with a key of their own, in the order in which they have to be given: `speed`
  /// sets others back.
  ///
  /// @throws GopException of kind USAGE for a setting that this library does not have
  List<Setting> express(Rav1eSettings settings) {
    List<Setting> told = new ArrayList<>();
    told.add(Setting.of("speed", settings.speed()));
    // 0.5 takes 40 unless told, whatever the speed; later versions these.
    told.add(Setting.of("rdo_lookahead_frames", settings.lookahead()));
    told.add(Setting.of("min_key_frame_interval", NEVER));
    told.add(Setting.of("key_frame_interval", NEVER));
    if (hasSceneDetectionSwitch) {
      told.add(new Setting("no_scene_detection", "true"));
    }
    addRate(settings.rate(), told);
    Integer delay = settings.reservoirDelay();
    if (delay != null) {
      told.add(Setting.of("reservoir_frame_delay", delay));
    }
    addTiles(settings.tiles(), told);
    Tune tune = settings.tune();
    if (tune != null) {
      told.add(new Setting("tune", tune == Tune.PSNR ? "psnr" : "psychovisual"));
    }
    if (settings.lowLatency()) {
      told.add(new Setting("low_latency", "true"));
    }
    addLevel(settings.level(), told);
    return told;
  }

  private static void addRate(RateControl rate, List<Setting> told) {
    switch (rate) {
      case RateControl.Quantizer(int value) -> told.add(Setting.of("quantizer", value));
      case RateControl.MaxBitrate(int kilobits, int minQuantizer) -> {
        told.add(Setting.of("bitrate", Math.multiplyExact(kilobits, 1000)));
        told.add(Setting.of("quantizer", WORST_QUANTIZER));
        told.add(Setting.of("min_quantizer", minQuantizer));
      }
    }
  }

  private static void addTiles(Tiles tiles, List<Setting> told) {
    switch (tiles) {
      case Tiles.AtLeast(int count) -> told.add(Setting.of("tiles", count));
      case Tiles.Grid(int rows, int columns) -> {
        told.add(Setting.of("tile_rows", rows));
        told.add(Setting.of("tile_cols", columns));
      }
    }
  }

  private void addLevel(@Nullable String level, List<Setting> told) {
    if (level == null) {
      return;
    }
    if (!hasLevel) {
      throw GopException.usage(
          "option level is not among those of %s: use a newer one, or leave it out"
              .formatted(library));
    }
    told.add(new Setting("level", level));
  }
}
