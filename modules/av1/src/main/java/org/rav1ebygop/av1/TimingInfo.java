package org.rav1ebygop.av1;

import java.util.Locale;

/// `timing_info()`, section 5.5.3.
///
/// @param unitsInDisplayTick time units of a tick, 1–2³²−1
/// @param timeScale time units of a second, 1–2³²−1
/// @param ticksPerPicture ticks from each picture to the next, 1–2³²; 0 when the interval is not
///   always the same
public record TimingInfo(long unitsInDisplayTick, long timeScale, long ticksPerPicture) {
  static TimingInfo read(BitReader in) {
    long units = in.bits32();
    long scale = in.bits32();
    if (units == 0 || scale == 0) {
      throw in.malformed(String.format(Locale.ROOT, "a time base of %d/%d", units, scale));
    }
    return new TimingInfo(units, scale, in.flag() ? 1 + in.uvlc() : 0);
  }

  /// Whether every picture is shown for the same time.
  public boolean equalPictureInterval() {
    return ticksPerPicture > 0;
  }
}
