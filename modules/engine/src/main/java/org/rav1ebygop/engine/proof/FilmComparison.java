package org.rav1ebygop.engine.proof;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;

/// Holds a decoded film against its source, frame by frame. Used by one thread.
public final class FilmComparison {
  private static final ValueLayout.OfShort SAMPLE =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Quantizers quantizers;
  private final double[] squares = new double[FrameLayout.PLANES];
  private @Nullable FrameLayout layout;
  private long frames;
  private long worstFrame = -1;
  private double worst = Double.POSITIVE_INFINITY;
  private long firstOther = -1;

  /// @param quantizers of the film, which say how much may differ
  public FilmComparison(Quantizers quantizers) {
    this.quantizers = quantizers;
  }

  /// Compares the next frame of both.
  ///
  /// @param decoded of the same layout as `source`
  public void add(Frame decoded, Frame source) {
    layout = source.layout();
    double luma = squares(decoded, source, 0);
    squares[0] += luma;
    for (int plane = 1; plane < FrameLayout.PLANES; plane++) {
      squares[plane] += squares(decoded, source, plane);
    }
    double psnr = psnr(luma, source.layout(), 0, 1);
    if (worstFrame < 0 || psnr < worst) {
      worst = psnr;
      worstFrame = frames;
    }
    if (firstOther < 0 && other(decoded, source)) {
      firstOther = frames;
    }
    frames++;
  }

  /// PSNR of a plane over all frames so far, in decibel; infinite when nothing differs.
  public double psnr(int plane) {
    FrameLayout known = layout;
    return known == null ? Double.POSITIVE_INFINITY : psnr(squares[plane], known, plane, frames);
  }

  /// PSNR of luma of the worst frame, in decibel.
  public double worst() {
    return worst;
  }

  /// Index of the worst frame, or -1 before the first.
  public long worstFrame() {
    return worstFrame;
  }

  /// Index of the first frame that shows another picture than its source, or -1.
  public long firstOther() {
    return firstOther;
  }

  /// Frames compared.
  public long frames() {
    return frames;
  }

  private boolean other(Frame decoded, Frame source) {
    Sketch found = Sketch.of(decoded);
    Sketch wanted = Sketch.of(source);
    for (int plane = 0; plane < FrameLayout.PLANES; plane++) {
      if (found.distance(wanted, plane) > quantizers.bound((int) frames, plane)) {
        return true;
      }
    }
    return false;
  }

  private static double psnr(double squares, FrameLayout layout, int plane, long frames) {
    double peak = (1 << layout.bitDepth()) - 1;
    double samples = (double) layout.planeWidth(plane) * layout.planeHeight(plane) * frames;
    return squares == 0
        ? Double.POSITIVE_INFINITY
        : 10 * Math.log10(peak * peak * samples / squares);
  }

  private static double squares(Frame a, Frame b, int plane) {
    MemorySegment one = a.plane(plane);
    MemorySegment two = b.plane(plane);
    long sum = 0;
    if (a.layout().bytesPerSample() == 1) {
      for (long at = 0; at < one.byteSize(); at++) {
        int difference =
            Byte.toUnsignedInt(one.get(ValueLayout.JAVA_BYTE, at))
                - Byte.toUnsignedInt(two.get(ValueLayout.JAVA_BYTE, at));
        sum += (long) difference * difference;
      }
    } else {
      for (long at = 0; at < one.byteSize(); at += Short.BYTES) {
        int difference =
            Short.toUnsignedInt(one.get(SAMPLE, at)) - Short.toUnsignedInt(two.get(SAMPLE, at));
        sum += (long) difference * difference;
      }
    }
    return sum;
  }
}
