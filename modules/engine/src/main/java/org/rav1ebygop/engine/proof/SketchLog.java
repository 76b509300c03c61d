package org.rav1ebygop.engine.proof;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;

/// Sketches of the frames of a GOP: of all while they are few, then of every second, every fourth
/// and so on, and always of the first and the last: of 17 to 33. Some hundred kilobytes, however
/// long the GOP.
final class SketchLog {
  /// Kept at the most, beside the last.
  static final int MOST = 32;

  private List<Sketch> kept = new ArrayList<>();
  private int stride = 1;
  private int frames;
  private @Nullable Sketch last;

  /// The next frame; read before this returns.
  void add(Frame frame) {
    Sketch sketch = Sketch.of(frame);
    if (frames % stride == 0) {
      kept.add(sketch);
      if (kept.size() > MOST) {
        thinOut();
      }
    }
    last = sketch;
    frames++;
  }

  /// Frames so far.
  int frames() {
    return frames;
  }

  /// The sketch of a frame, counted from 0, or null when it was not kept.
  @Nullable Sketch find(int frame) {
    if (frame == frames - 1) {
      return last;
    }
    int place = frame / stride;
    return frame % stride == 0 && place < kept.size() ? kept.get(place) : null;
  }

  private void thinOut() {
    var fewer = new ArrayList<Sketch>();
    for (int i = 0; i < kept.size(); i += 2) {
      fewer.add(kept.get(i));
    }
    kept = fewer;
    stride *= 2;
  }
}
