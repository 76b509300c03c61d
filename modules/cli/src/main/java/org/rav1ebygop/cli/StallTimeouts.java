package org.rav1ebygop.cli;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.job.StallTimeout;

/// What `--stall-timeout` says.
final class StallTimeouts {
  private static final long MAX_SECONDS = Duration.ofDays(365).toSeconds();

  private StallTimeouts() {}

  /// @param text whole seconds, `0` or `off` for never; null when the user has not said
  static StallTimeout of(@Nullable String text) {
    if (text == null) {
      return new StallTimeout.Automatic();
    }
    if (text.toLowerCase(Locale.ROOT).equals("off")) {
      return new StallTimeout.Never();
    }
    long seconds;
    try {
      seconds = Long.parseLong(text);
    } catch (NumberFormatException _) {
      seconds = -1;
    }
    if (seconds < 0 || seconds > MAX_SECONDS) {
      throw GopException.usage(
          String.format(
              Locale.ROOT,
              "--stall-timeout takes whole seconds up to %d, or off, not '%s'",
              MAX_SECONDS,
              text));
    }
    return seconds == 0
        ? new StallTimeout.Never()
        : new StallTimeout.Fixed(Duration.ofSeconds(seconds));
  }
}
