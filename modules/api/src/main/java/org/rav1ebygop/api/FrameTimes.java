package org.rav1ebygop.api;

/// When the frames of a film are shown, on the clock of all that was in one file with them, such as
/// sound.
public interface FrameTimes {
  /// How long a tick is, in seconds.
  Rational tick();

  /// When a frame is shown, in ticks; always later than the frame before. May be negative.
  ///
  /// @param frame 0 to the number of frames; for that one, the end of the film
  long at(long frame);

  /// Where the clock of the file starts, in nanoseconds: what a player shows at 0:00. May be
  /// negative.
  long startNanos();

  /// Whether all frames but the first and the last are shown for the same time, to the precision of
  /// the file.
  boolean steady();
}
