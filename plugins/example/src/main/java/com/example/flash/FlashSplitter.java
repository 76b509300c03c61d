package com.example.flash;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.spi.KeyframeSplitter;

/// Decides every frame at once, by how much its mean brightness differs from the one before.
final class FlashSplitter implements KeyframeSplitter {
  private final SplitterSettings settings;
  private final int step;
  private double before;
  private long keyframe;

  FlashSplitter(SplitterSettings settings, int step) {
    this.settings = settings;
    this.step = step;
  }

  @Override
  public int lookahead() {
    return 0;
  }

  @Override
  public List<KeyframeDecision> push(Frame frame) {
    double now = brightness(frame);
    double score = frame.index() == 0 ? 0 : Math.abs(now - before) / step;
    long length = frame.index() - keyframe;
    boolean starts =
        frame.index() == 0
            || length >= settings.keyint()
            || (score >= 1 && length >= settings.minKeyint());
    before = now;
    keyframe = starts ? frame.index() : keyframe;
    return List.of(new KeyframeDecision(frame.index(), starts, score));
  }

  /// The mean of the luma plane on the scale of 8 bits.
  private static double brightness(Frame frame) {
    MemorySegment luma = frame.plane(0);
    int bytes = frame.layout().bytesPerSample();
    double sum = 0;
    for (long i = 0; i < luma.byteSize(); i += bytes) {
      int low = luma.get(ValueLayout.JAVA_BYTE, i) & 0xFF;
      sum += bytes == 1 ? low : low + (luma.get(ValueLayout.JAVA_BYTE, i + 1) << 8);
    }
    return sum * bytes / luma.byteSize() / (1 << (frame.layout().bitDepth() - 8));
  }

  @Override
  public List<KeyframeDecision> finish() {
    return List.of();
  }

  @Override
  public void close() {}
}
