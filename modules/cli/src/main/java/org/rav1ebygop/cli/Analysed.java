package org.rav1ebygop.cli;

import java.time.Duration;
import java.util.List;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.api.SplitterSettings;

/// A film whose keyframes were found.
///
/// @param name of the input
/// @param frameRate frames per second
/// @param splitter id of the splitter
/// @param settings it was given
/// @param forced indices of keyframes the user wanted, going up
/// @param findings what it decided
/// @param time it took
record Analysed(
    String name,
    Rational frameRate,
    String splitter,
    SplitterSettings settings,
    List<Long> forced,
    Findings findings,
    Duration time) {
  /// Frames looked at in a second.
  double speed() {
    return findings.frames() * 1e9 / Math.max(1, time.toNanos());
  }
}
