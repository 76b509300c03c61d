package org.rav1ebygop.rav1e.settings;

import org.rav1ebygop.api.FrameLayout;

/// How much memory one rav1e takes with one tile and one thread.
///
/// An upper bound of the peak resident sizes in `docs/encoder-memory.md`, fitted to them: a fixed
/// part, a number of whole frames, and for each frame of look-ahead what rav1e keeps about its
/// blocks, which depends on their number and not on the bit depth.
public final class MemoryEstimate {
  private static final long BASE_BYTES = 48L << 20;
  private static final long FRAMES = 125;
  private static final long LOOKAHEAD_BYTES_PER_PIXEL = 12;

  private MemoryEstimate() {}

  /// Bytes of one process.
  ///
  /// @param lookahead frames, as of [#lookahead] or as the user set it
  public static long bytes(FrameLayout layout, int lookahead) {
    long pixels = (long) layout.width() * layout.height();
    return BASE_BYTES
        + FRAMES * layout.frameBytes()
        + LOOKAHEAD_BYTES_PER_PIXEL * pixels * lookahead;
  }

  /// The frames of look-ahead that rav1e chooses for a speed, as its help text says.
  public static int lookahead(int speed) {
    return switch (speed) {
      case 9, 10 -> 10;
      case 6, 7, 8 -> 20;
      case 3, 4, 5 -> 30;
      default -> 40;
    };
  }
}
