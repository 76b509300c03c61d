package org.rav1ebygop.testkit;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import org.rav1ebygop.api.ChromaPosition;
import org.rav1ebygop.api.ColorDescription;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.api.SourceFingerprint;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.SeekableSource;

/// A film made by formula: every shot is a texture of its own that drifts slowly, so cuts are where
/// the caller put them and nowhere else. The same arguments give the same bytes on every machine.
public final class SyntheticFilm implements SeekableSource {
  private static final ValueLayout.OfShort SAMPLE =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final VideoFormat format;
  private final int frames;
  private final int[] cuts;

  /// @param frames how many, 1 or more
  /// @param cuts the frames that start a new shot, ascending; 0 need not be named
  public SyntheticFilm(VideoFormat format, int frames, int... cuts) {
    this.format = format;
    this.frames = frames;
    this.cuts = cuts.clone();
  }

  /// A format with 25 frames per second, square pixels and no colour description.
  public static VideoFormat format(FrameLayout layout) {
    return new VideoFormat(
        layout,
        new Rational(25, 1),
        Rational.ONE,
        ChromaPosition.UNKNOWN,
        ColorDescription.UNSPECIFIED);
  }

  @Override
  public VideoFormat format() {
    return format;
  }

  @Override
  public long frameCount() {
    return frames;
  }

  @Override
  public Frame frame(long index) {
    if (index < 0 || index >= frames) {
      throw new IndexOutOfBoundsException("frame " + index + " of " + frames);
    }
    FrameLayout layout = format.layout();
    MemorySegment data = MemorySegment.ofArray(new byte[Math.toIntExact(layout.frameBytes())]);
    int shot = shotOf((int) index);
    for (int plane = 0; plane < FrameLayout.PLANES; plane++) {
      paint(data, layout, plane, shot, (int) index);
    }
    return new Frame(index, layout, data.asReadOnly());
  }

  @Override
  public SourceFingerprint fingerprint() {
    return new SourceFingerprint(
        frames * format.layout().frameBytes(),
        Instant.EPOCH,
        "synthetic " + format + " " + Arrays.toString(cuts));
  }

  @Override
  public void close() {}

  private int shotOf(int index) {
    int shot = 0;
    while (shot < cuts.length && cuts[shot] <= index) {
      shot++;
    }
    return shot;
  }

  private static void paint(
      MemorySegment data, FrameLayout layout, int plane, int shot, int index) {
    int width = layout.planeWidth(plane);
    int height = layout.planeHeight(plane);
    long at = layout.planeOffset(plane);
    int scale = layout.bitDepth() - 8;
    double level = 60 + 37 * (shot * 5 % 4);
    double fx = 0.05 + 0.03 * (shot * 3 % 5);
    double fy = 0.04 + 0.05 * (shot * 2 % 3);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double wave =
            plane == 0
                ? level
                    + 40 * StrictMath.sin(fx * (x + 0.5 * index) + shot)
                    + 20 * StrictMath.sin(fy * y + 0.1 * (x % 17))
                : 128 + 30 * StrictMath.sin(0.02 * (x + y) + shot * plane);
        int value = Math.clamp((long) wave, 16, 235) << scale;
        if (scale == 0) {
          data.set(ValueLayout.JAVA_BYTE, at++, (byte) value);
        } else {
          data.set(SAMPLE, at, (short) value);
          at += 2;
        }
      }
    }
  }
}
