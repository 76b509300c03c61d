package org.rav1ebygop.engine.proof;

import java.util.Arrays;
import java.util.BitSet;

/// The `base_q_idx` of every shown frame of a film, and where its GOPs start; a byte for each
/// frame.
public final class Quantizers {
  private static final int FIRST_CAPACITY = 1024;

  private byte[] values = new byte[FIRST_CAPACITY];
  private final BitSet keyframes = new BitSet();
  private int frames;

  Quantizers() {}

  void add(int baseQIndex, boolean keyFrame) {
    if (frames == values.length) {
      values = Arrays.copyOf(values, 2 * frames);
    }
    keyframes.set(frames, keyFrame);
    values[frames++] = (byte) baseQIndex;
  }

  /// How many there are.
  public int frames() {
    return frames;
  }

  /// The bound on the distance of a decoded plane from its source, see [PictureBound].
  double bound(int frame, int plane) {
    int start = Math.max(0, keyframes.previousSetBit(frame));
    int end = keyframes.nextSetBit(frame + 1);
    int largest = 0;
    for (int i = start; i < (end < 0 ? frames : end); i++) {
      largest = Math.max(largest, Byte.toUnsignedInt(values[i]));
    }
    return PictureBound.of(largest, plane);
  }
}
