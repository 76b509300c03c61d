package org.rav1ebygop.engine.splitting;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.zip.CRC32;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.KeyframeSplitter;
import org.rav1ebygop.api.spi.KeyframeSplitterProvider;
import org.rav1ebygop.api.spi.StretchSplitter;

/// Decides by a checksum over the frames around a frame: one frame too few, too many or out of
/// order, and it decides otherwise.
public record WindowSplitter() implements KeyframeSplitterProvider {
  static final int BEHIND = 3;
  static final int AHEAD = 2;

  @Override
  public String id() {
    return "window";
  }

  @Override
  public String description() {
    return "keyframes by chance";
  }

  @Override
  public KeyframeSplitter open(VideoFormat format, SplitterSettings settings) {
    settings.options().requireKnown("splitter window", options());
    return new Pass(settings);
  }

  private static final class Pass implements StretchSplitter {
    private final SplitterSettings settings;
    private final KeyframeSplitter scout = new Scout(0);
    private long keyframe;

    Pass(SplitterSettings settings) {
      this.settings = settings;
    }

    @Override
    public int lookbehind() {
      return BEHIND;
    }

    @Override
    public int lookahead() {
      return AHEAD;
    }

    @Override
    public long scoutBytes() {
      return 0;
    }

    @Override
    public KeyframeSplitter scout(long firstFrame) {
      return new Scout(firstFrame);
    }

    @Override
    public List<KeyframeDecision> push(Frame frame) {
      return scout.push(frame).stream().map(this::decide).toList();
    }

    @Override
    public List<KeyframeDecision> finish() {
      return scout.finish().stream().map(this::decide).toList();
    }

    @Override
    public List<KeyframeDecision> place(KeyframeDecision scouted) {
      return List.of(decide(scouted));
    }

    @Override
    public void close() {}

    private KeyframeDecision decide(KeyframeDecision scouted) {
      long distance = scouted.frame() - keyframe;
      if (distance >= settings.keyint()
          || (scouted.keyframe() && distance >= settings.minKeyint())) {
        keyframe = scouted.frame();
      }
      return new KeyframeDecision(scouted.frame(), scouted.frame() == keyframe, scouted.score());
    }
  }

  private static final class Scout implements KeyframeSplitter {
    private final Deque<Integer> sums = new ArrayDeque<>();
    private long next;
    private long told;

    Scout(long first) {
      next = first;
      told = first;
    }

    @Override
    public int lookahead() {
      return AHEAD;
    }

    @Override
    public List<KeyframeDecision> push(Frame frame) {
      if (frame.index() != next++) {
        throw new IllegalStateException("frame " + frame.index() + " before " + (next - 1));
      }
      var crc = new CRC32();
      crc.update(frame.data().asByteBuffer());
      sums.add((int) crc.getValue());
      return next - told > AHEAD ? List.of(tell()) : List.of();
    }

    @Override
    public List<KeyframeDecision> finish() {
      var rest = new ArrayList<KeyframeDecision>();
      while (told < next) {
        rest.add(tell());
      }
      return rest;
    }

    @Override
    public void close() {}

    private KeyframeDecision tell() {
      while (next - sums.size() < told - BEHIND) {
        sums.remove();
      }
      int hash = List.copyOf(sums).hashCode();
      int chance = Math.floorMod(hash ^ (hash >>> 16), 100);
      return new KeyframeDecision(told++, chance < 15, chance / 100.0);
    }
  }
}
