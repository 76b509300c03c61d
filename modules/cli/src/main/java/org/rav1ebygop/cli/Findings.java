package org.rav1ebygop.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rav1ebygop.api.KeyframeDecision;

/// What a splitter has decided about a film, from its first frame on. One thread adds decisions,
/// any thread asks for the counts.
final class Findings {
  private static final int FIRST_CAPACITY = 1024;

  private final List<Integer> keyframes = new ArrayList<>();
  private float[] scores = new float[FIRST_CAPACITY];
  private volatile int frames;
  private volatile int keyframeCount;
  private boolean scored;

  /// Takes the decision on the next frame.
  void add(KeyframeDecision decision) {
    int frame = frames;
    if (frame == scores.length) {
      scores = Arrays.copyOf(scores, Math.multiplyExact(frame, 2));
    }
    scores[frame] = (float) decision.score();
    scored |= !Double.isNaN(decision.score());
    if (decision.keyframe()) {
      keyframes.add(frame);
      keyframeCount = keyframes.size();
    }
    frames = frame + 1;
  }

  /// Frames so far.
  int frames() {
    return frames;
  }

  /// Keyframes so far.
  int keyframeCount() {
    return keyframeCount;
  }

  /// Indices of the keyframes, going up.
  List<Integer> keyframes() {
    return keyframes;
  }

  /// Whether there are scores at all: a splitter that does not look at pictures has none.
  boolean scored() {
    return scored;
  }

  /// The score of a frame in units of the splitter's threshold, or NaN.
  float score(int frame) {
    return scores[frame];
  }

  /// Index of the first frame after a GOP.
  ///
  /// @param gop index among the keyframes
  int endOfGop(int gop) {
    return gop + 1 < keyframes.size() ? keyframes.get(gop + 1) : frames;
  }

  /// Frames of a GOP.
  int gopFrames(int gop) {
    return endOfGop(gop) - keyframes.get(gop);
  }
}
