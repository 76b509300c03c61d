package org.rav1ebygop.splitter.scenecut;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.spi.KeyframeSplitter;

/// A film whose luma is a formula.
///
/// @param luma on the scale of 8 bits, whatever the depth
record Film(FrameLayout layout, int frames, Luma luma) {
  private static final ValueLayout.OfShort SAMPLE =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// The luma of one sample, clipped to 0–255 afterwards.
  interface Luma {
    double at(int frame, double x, double y);

    /// The same, once per frame with its own formula.
    default Luma with(Change change) {
      return (frame, x, y) -> change.of(at(frame, x, y), frame, x, y);
    }
  }

  /// What becomes of a sample.
  interface Change {
    double of(double luma, int frame, double x, double y);
  }

  /// A film of 160x90, 8 bits.
  static Film of(int frames, Luma luma) {
    return new Film(new FrameLayout(160, 90, ChromaSampling.CS420, 8), frames, luma);
  }

  /// A textured still picture; each number is another one, as bright as the others on the whole.
  static double scene(int number, double x, double y) {
    double a = 3 + number * 2.4;
    return 110
        + 45 * Math.sin(0.06 * (x * Math.cos(a) + y * Math.sin(a)) + number)
        + 35 * Math.sin(0.11 * (y * Math.cos(2 * a) - x * Math.sin(a)) + 2 * number)
        + 12 * Math.sin(0.9 * x + number) * Math.cos(0.7 * y);
  }

  /// Scenes 1, 2, 3 … which change at the given frames and drift slowly.
  static Luma shots(int... cuts) {
    return (frame, x, y) -> {
      int scene = 1;
      for (int cut : cuts) {
        scene += frame >= cut ? 1 : 0;
      }
      return scene(scene, x + 0.4 * frame, y);
    };
  }

  /// Noise from -1 to 1 that is another one in every frame.
  static double noise(int frame, double x, double y) {
    int hash = (frame * 7919 + (int) x) * 31_337 + ((int) y) * 104_729;
    hash = (hash ^ (hash >>> 15)) * 0x2C1B3C6D;
    hash = (hash ^ (hash >>> 12)) * 0x297A2D39;
    return ((hash ^ (hash >>> 15)) & 0xFFFF) / 32_767.5 - 1;
  }

  Film in(FrameLayout other) {
    return new Film(other, frames, luma);
  }

  Frame frame(int index) {
    MemorySegment data = MemorySegment.ofArray(new byte[(int) layout.frameBytes()]);
    int scale = 1 << (layout.bitDepth() - 8);
    for (int y = 0, i = 0; y < layout.height(); y++) {
      for (int x = 0; x < layout.width(); x++, i++) {
        int value = (int) (Math.clamp(luma.at(index, x, y), 0, 255) * scale);
        if (scale == 1) {
          data.set(ValueLayout.JAVA_BYTE, i, (byte) value);
        } else {
          data.set(SAMPLE, 2L * i, (short) value);
        }
      }
    }
    return new Frame(index, layout, data);
  }

  List<KeyframeDecision> decide(KeyframeSplitter splitter) {
    var decisions = new ArrayList<KeyframeDecision>();
    for (int i = 0; i < frames; i++) {
      decisions.addAll(splitter.push(frame(i)));
    }
    decisions.addAll(splitter.finish());
    return decisions;
  }

  List<KeyframeDecision> decide(Speed speed, int minKeyint, int keyint) {
    var settings = new SplitterSettings(minKeyint, keyint, Options.NONE);
    try (var splitter = new ScenecutSplitter(layout, speed, settings)) {
      return decide(splitter);
    }
  }

  /// The keyframes by scene changes alone, with blanks between.
  String cuts(Speed speed) {
    return keyframes(decide(speed, 1, 1000));
  }

  static String keyframes(List<KeyframeDecision> decisions) {
    return decisions.stream()
        .filter(KeyframeDecision::keyframe)
        .map(decision -> Long.toString(decision.frame()))
        .collect(Collectors.joining(" "));
  }
}
