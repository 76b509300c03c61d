package org.rav1ebygop.plugin.ffmpeg.input;

import org.rav1ebygop.api.FrameTimes;
import org.rav1ebygop.api.Rational;

/// Times as the film tells them.
final class ListedTimes implements FrameTimes {
  private final long[] ticks;
  private final Rational tick;
  private final long startNanos;

  /// @param ticks of each frame and of the end; not copied
  ListedTimes(long[] ticks, Rational tick, long startNanos) {
    this.ticks = ticks;
    this.tick = tick;
    this.startNanos = startNanos;
  }

  @Override
  public Rational tick() {
    return tick;
  }

  @Override
  public long at(long frame) {
    return ticks[Math.toIntExact(frame)];
  }

  @Override
  public long startNanos() {
    return startNanos;
  }

  @Override
  public boolean steady() {
    return false;
  }
}
