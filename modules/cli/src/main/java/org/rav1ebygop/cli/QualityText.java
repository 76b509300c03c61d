package org.rav1ebygop.cli;

import java.util.Locale;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.metrics.QualitySum;

/// Quality as text.
final class QualityText {
  /// The columns of [#row].
  static final String COLUMNS = "psnr_y,psnr_u,psnr_v,psnr_all,ssim_y,ssim_u,ssim_v,ssim_all";

  private QualityText() {}

  /// The quality of a GOP.
  static QualitySum sum(JobEvent.Measured measured) {
    var sum = new QualitySum(measured.layout());
    measured.frames().forEach(sum::add);
    return sum;
  }

  /// For people.
  static String line(QualitySum sum) {
    return "PSNR y %s dB, u %s dB, v %s dB, all %s dB; SSIM %s"
        .formatted(
            rounded(sum.psnr(0)),
            rounded(sum.psnr(1)),
            rounded(sum.psnr(2)),
            rounded(sum.psnr()),
            Text.number(4, sum.ssim()));
  }

  /// For tables; PSNR is `inf` where nothing differs.
  static String row(QualitySum sum) {
    return "%s,%s,%s,%s,%s,%s,%s,%s"
        .formatted(
            decibel(sum.psnr(0)),
            decibel(sum.psnr(1)),
            decibel(sum.psnr(2)),
            decibel(sum.psnr()),
            similarity(sum.ssim(0)),
            similarity(sum.ssim(1)),
            similarity(sum.ssim(2)),
            similarity(sum.ssim()));
  }

  private static String rounded(double decibel) {
    return Double.isInfinite(decibel) ? "inf" : Text.number(2, decibel);
  }

  private static String decibel(double value) {
    return Double.isInfinite(value) ? "inf" : String.format(Locale.ROOT, "%.4f", value);
  }

  private static String similarity(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }
}
