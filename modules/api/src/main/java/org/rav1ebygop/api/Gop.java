package org.rav1ebygop.api;

import java.util.Locale;

/// A run of frames that starts at a keyframe and depends on nothing outside it.
///
/// @param index position among the GOPs of the film, from 0
/// @param firstFrame index in the source of its keyframe
/// @param frameCount 1 or more
public record Gop(int index, long firstFrame, int frameCount) {
  /// @throws IllegalArgumentException when a number is out of its range
  public Gop {
    if (index < 0 || firstFrame < 0 || frameCount < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "no such GOP: index %d, first frame %d, %d frames",
              index,
              firstFrame,
              frameCount));
    }
  }

  /// The index in the source of the first frame after it.
  public long endFrame() {
    return firstFrame + frameCount;
  }

  /// For messages: `GOP 12 (frames 378-552)`.
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "GOP %d (frames %d-%d)", index, firstFrame, endFrame() - 1);
  }
}
