package org.rav1ebygop.cli;

import java.time.Duration;
import java.time.Instant;
import org.rav1ebygop.engine.job.EarlierJob;

/// An earlier job in words.
final class EarlierText {
  private static final int TWO_DAYS = 48;

  private EarlierText() {}

  /// `12 of 26 GOPs finished`.
  static String finished(EarlierJob job) {
    if (job.finished() == 0) {
      return "no GOP finished";
    }
    return job.gops() < 0
        ? Text.count(job.finished(), "GOP") + " finished"
        : "%s of %s finished".formatted(job.finished(), Text.count(job.gops(), "GOP"));
  }

  /// `2 hours old`.
  static String age(EarlierJob job) {
    return age(Duration.between(job.changed(), Instant.now()));
  }

  static String age(Duration time) {
    if (time.toMinutes() < 1) {
      return "less than a minute old";
    }
    if (time.toHours() < 1) {
      return Text.count(time.toMinutes(), "minute") + " old";
    }
    return time.toHours() < TWO_DAYS
        ? Text.count(time.toHours(), "hour") + " old"
        : Text.count(time.toDays(), "day") + " old";
  }
}
