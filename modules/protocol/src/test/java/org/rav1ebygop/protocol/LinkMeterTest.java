package org.rav1ebygop.protocol;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LinkMeterTest {
  private static final int FRAME = 3_110_400;

  private final LinkMeter meter = new LinkMeter();
  private long now;

  @Test
  void framesAreCompressedUntilTheLinkIsKnown() {
    assertTrue(meter.worthCoding());
    send(2, 2000);
    assertTrue(meter.worthCoding());
  }

  @Test
  void aLinkThatIsAskedForAllItTakesIsWorthItUnlessItIsFasterThanCompressing() {
    code(10);
    ask(20, 2000);
    send(20, 2000);
    assertFalse(meter.worthCoding());
    ask(60, 110);
    send(60, 110);
    assertTrue(meter.worthCoding());
    ask(60, 200); // now compressed
    assertTrue(meter.worthCoding());
    ask(200, 2000);
    send(200, 2000);
    assertFalse(meter.worthCoding());
  }

  @Test
  void encodersThatAskForLessThanTheLinkTakesGetFramesAsTheyAre() {
    code(10);
    send(60, 110);
    ask(60, 110);
    assertTrue(meter.worthCoding());
    ask(60, 40);
    assertFalse(meter.worthCoding());
    ask(60, 110);
    assertTrue(meter.worthCoding());
  }

  @Test
  void aPauseBetweenTwoFilmsIsNoSignOfRoom() {
    code(10);
    send(60, 1);
    ask(20, 1);
    now += 3_600_000_000_000L;
    ask(20, 1);
    assertTrue(meter.worthCoding());
  }

  /// To half their size at 600 MB/s.
  private void code(int frames) {
    for (int i = 0; i < frames; i++) {
      meter.coded(FRAME, FRAME / 2, FRAME * 1000L / 600);
    }
  }

  private void ask(int frames, int megabytesPerSecond) {
    for (int i = 0; i < frames; i++) {
      now += FRAME * 1000L / megabytesPerSecond;
      meter.asked(FRAME, now);
    }
  }

  private void send(int frames, int megabytesPerSecond) {
    for (int i = 0; i < frames; i++) {
      meter.sent(FRAME, FRAME * 1000L / megabytesPerSecond);
    }
  }
}
