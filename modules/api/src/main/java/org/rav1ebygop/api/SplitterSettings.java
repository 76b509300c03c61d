package org.rav1ebygop.api;

import java.util.Locale;

/// The settings every keyframe splitter understands.
///
/// @param minKeyint fewest frames in a GOP that is followed by another, 1 or more
/// @param keyint most frames in a GOP, `minKeyint` or more; [Integer#MAX_VALUE] for any number
/// @param options further options of the splitter, as it lists them
public record SplitterSettings(int minKeyint, int keyint, Options options) {
  /// @throws GopException of kind USAGE when a number is out of its range
  public SplitterSettings {
    if (minKeyint < 1) {
      throw GopException.usage("--min-keyint is 1 or more, not " + minKeyint);
    }
    if (keyint < minKeyint) {
      throw GopException.usage(
          String.format(
              Locale.ROOT, "--keyint (%d) must not be below --min-keyint (%d)", keyint, minKeyint));
    }
  }
}
