package org.rav1ebygop.splitter.scenecut;

import java.util.Locale;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;

/// How closely pictures are compared.
enum Speed {
  /// What an encoder would pay for a frame with and without the frame before it.
  STANDARD,
  /// How much the picture changes, scaled down.
  FAST;

  static final OptionSpec OPTION =
      new OptionSpec(
          "speed",
          "SPEED",
          "standard: compares pictures as an encoder does; fast: compares them scaled down (default: standard)");

  /// @throws GopException of kind USAGE when the option names no speed
  static Speed of(Options options) {
    String name = options.get(OPTION.name());
    if (name == null) {
      return STANDARD;
    }
    for (Speed speed : values()) {
      if (speed.toString().equals(name)) {
        return speed;
      }
    }
    throw GopException.usage("scenecut speed is standard or fast, not '%s'".formatted(name));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
