package org.rav1ebygop.bench.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BdRateTest {
  private static final double[] QUALITIES = {31.5, 34.2, 37.1, 40.3};

  @Test
  void aCurveAgainstItselfIsExactlyNothing() {
    List<RatePoint> curve = curve(q -> Math.exp(q / 5), QUALITIES);
    assertEquals(0, percent(curve, curve));
    assertEquals(0, percent(curve, curve.reversed()));
  }

  @Test
  void aTenthMoreEverywhereIsTenPerCent() {
    List<RatePoint> curve = curve(q -> Math.exp(q / 5 + q * q / 900), QUALITIES);
    List<RatePoint> more =
        curve.stream().map(p -> new RatePoint(0, p.kilobits() * 1.1, p.psnr(), 0)).toList();
    assertEquals(10, percent(curve, more), 1e-9);
    assertEquals(100 * (1 / 1.1 - 1), percent(more, curve), 1e-9);
  }

  /// Straight lines are interpolated as such, so the integral is known: here the difference of the
  /// logarithms grows from 0 to 0.2 over the common part.
  @Test
  void onlyTheCommonPartCounts() {
    List<RatePoint> one = curve(q -> Math.exp(0.2 * q), 30, 32, 35, 40);
    List<RatePoint> other = curve(q -> Math.exp(0.2 * q + 0.04 * (q - 35)), 35, 36, 38, 45);
    assertEquals(100 * Math.expm1(0.1), percent(one, other), 1e-9);
  }

  @Test
  void swappedCurvesHaveTheInverseRatio() {
    var random = new Random(5);
    for (int i = 0; i < 200; i++) {
      List<RatePoint> one = random(random);
      List<RatePoint> other = random(random);
      double there = 1 + percent(one, other) / 100;
      double back = 1 + percent(other, one) / 100;
      assertEquals(1, there * back, 1e-9);
    }
  }

  /// The interpolation never leaves the range of its points, so neither does the mean.
  @Test
  void theResultLiesWithinTheRangeOfTheRatios() {
    var random = new Random(6);
    for (int i = 0; i < 200; i++) {
      List<RatePoint> one = random(random);
      double bound = one.getLast().kilobits() / one.getFirst().kilobits();
      List<RatePoint> flat = curve(_ -> one.getFirst().kilobits(), 30, 33, 36, 39);
      double percent = percent(flat, one);
      assertTrue(percent >= 0 && percent <= 100 * (bound - 1), () -> percent + ", " + bound);
    }
  }

  @Test
  void curvesWithoutACommonQualityAreRefused() {
    List<RatePoint> low = curve(q -> q, 30, 31);
    List<RatePoint> high = curve(q -> q, 31, 32);
    assertThrows(IllegalArgumentException.class, () -> percent(low, high));
    List<RatePoint> twice = curve(q -> q, 31, 31);
    assertThrows(IllegalArgumentException.class, () -> percent(twice, low));
    assertThrows(IllegalArgumentException.class, () -> percent(low, low.subList(0, 1)));
  }

  private static double percent(List<RatePoint> reference, List<RatePoint> other) {
    return BdRate.percent(reference, other, RatePoint::psnr);
  }

  private static List<RatePoint> curve(DoubleUnaryOperator rate, double... qualities) {
    return DoubleStream.of(qualities)
        .mapToObj(quality -> new RatePoint(0, rate.applyAsDouble(quality), quality, 0))
        .toList();
  }

  private static List<RatePoint> random(Random random) {
    double[] rate = {100};
    return IntStream.range(0, 4)
        .mapToObj(i -> {
          rate[0] *= 1 + random.nextDouble();
          return new RatePoint(0, rate[0], 30 + 3 * i, 0);
        })
        .toList();
  }
}
