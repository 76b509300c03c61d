package org.rav1ebygop.cli;

import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.FrameQuality;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.metrics.QualitySum;

/// The quality of the frames of a GOP in 48 bytes for each: a film has hundreds of thousands.
final class MeasuredGop {
  private final Gop gop;
  private final long[] squares;
  private final double[] ssim;

  private MeasuredGop(Gop gop, int frames) {
    this.gop = gop;
    this.squares = new long[frames * FrameLayout.PLANES];
    this.ssim = new double[frames * FrameLayout.PLANES];
  }

  static MeasuredGop of(JobEvent.Measured measured) {
    var result = new MeasuredGop(measured.gop(), measured.frames().size());
    int at = 0;
    for (FrameQuality frame : measured.frames()) {
      for (int plane = 0; plane < FrameLayout.PLANES; plane++) {
        result.squares[at] = frame.plane(plane).squares();
        result.ssim[at++] = frame.plane(plane).ssim();
      }
    }
    return result;
  }

  Gop gop() {
    return gop;
  }

  int frames() {
    return squares.length / FrameLayout.PLANES;
  }

  /// A frame, counted from 0 in the GOP.
  FrameQuality frame(int index) {
    return new FrameQuality(plane(index, 0), plane(index, 1), plane(index, 2));
  }

  /// Adds all frames.
  void addTo(QualitySum sum) {
    for (int i = 0; i < frames(); i++) {
      sum.add(frame(i));
    }
  }

  private FrameQuality.Plane plane(int frame, int plane) {
    int at = frame * FrameLayout.PLANES + plane;
    return new FrameQuality.Plane(squares[at], ssim[at]);
  }
}
