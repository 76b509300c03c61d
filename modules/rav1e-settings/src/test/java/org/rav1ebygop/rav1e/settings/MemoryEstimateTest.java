package org.rav1ebygop.rav1e.settings;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;

class MemoryEstimateTest {
  /// The table of `docs/encoder-memory.md`.
  @ParameterizedTest
  @CsvSource({
    "426, 240, CS420, 8, 10, 56.0",
    "426, 240, CS420, 10, 10, 83.0",
    "854, 480, CS420, 8, 10, 148.0",
    "854, 480, CS420, 10, 10, 219.6",
    "1920, 1080, CS420, 8, 10, 607.7",
    "1920, 1080, CS420, 10, 10, 888.5",
    "426, 240, CS420, 8, 6, 71.0",
    "426, 240, CS420, 10, 6, 104.9",
    "854, 480, CS420, 8, 6, 192.0",
    "854, 480, CS420, 10, 6, 282.7",
    "1920, 1080, CS420, 8, 6, 802.9",
    "1920, 1080, CS420, 10, 6, 1163.9",
    "426, 240, CS444, 8, 6, 103.8",
    "854, 480, CS444, 8, 10, 219.0",
    "426, 240, CS420, 8, 3, 92.4",
    "854, 480, CS420, 8, 3, 246.9",
    "426, 240, CS420, 8, 0, 102.2"
  })
  void estimateIsABitMoreThanWasMeasured(
      int width, int height, ChromaSampling sampling, int depth, int speed, double mebibytes) {
    var layout = new FrameLayout(width, height, sampling, depth);
    double estimate =
        MemoryEstimate.bytes(layout, MemoryEstimate.lookahead(speed)) / (double) (1 << 20);
    assertTrue(estimate >= mebibytes, estimate + " MiB");
    assertTrue(estimate <= 1.4 * mebibytes, estimate + " MiB");
  }
}
