package org.rav1ebygop.api;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The settings every encoder backend understands, on the scales of AV1 and rav1e.
///
/// @param speed 0 (slowest, best) to 10 (fastest)
/// @param quantizer AV1 `base_q_idx`, 0 (best) to 255; the lower bound of the quantizer when
///   `maxBitrate` is set
/// @param maxBitrate kbit/s to stay below, or null for constant quantizer
/// @param tiles at least this many tiles in a frame, 1 or more
/// @param options further options of the backend, as it lists them
public record EncoderSettings(
    int speed, int quantizer, @Nullable Integer maxBitrate, int tiles, Options options) {
  /// @throws GopException of kind USAGE when a number is out of its range
  public EncoderSettings {
    checkRange("speed", speed, 0, 10);
    checkRange("quantizer", quantizer, 0, 255);
    if (maxBitrate != null) {
      checkRange("max-bitrate", maxBitrate, 1, Integer.MAX_VALUE / 1000);
    }
    checkRange("tiles", tiles, 1, 4096);
  }

  /// The same with other options.
  public EncoderSettings with(Options others) {
    return new EncoderSettings(speed, quantizer, maxBitrate, tiles, others);
  }

  private static void checkRange(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw GopException.usage(
          String.format(Locale.ROOT, "--%s is %d to %d, not %d", name, min, max, value));
    }
  }
}
