package org.rav1ebygop.protocol;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LinkMeterTest {
  private static final int FRAME = 3_110_400;

  private final LinkMeter meter = new LinkMeter();

  @Test
  void framesAreCompressedUntilTheLinkIsKnown() {
    assertTrue(meter.worthCoding());
    send(2, 2000);
    assertTrue(meter.worthCoding());
  }

  @Test
  void aGigabitLinkIsWorthItAndLoopbackIsNot() {
    code(10);
    send(20, 2000);
    assertFalse(meter.worthCoding());
    send(60, 110);
    assertTrue(meter.worthCoding());
    send(200, 2000);
    assertFalse(meter.worthCoding());
  }

  /// To half their size at 600 MB/s.
  private void code(int frames) {
    for (int i = 0; i < frames; i++) {
      meter.coded(FRAME, FRAME / 2, FRAME * 1000L / 600);
    }
  }

  private void send(int frames, int megabytesPerSecond) {
    for (int i = 0; i < frames; i++) {
      meter.sent(FRAME, FRAME * 1000L / megabytesPerSecond);
    }
  }
}
