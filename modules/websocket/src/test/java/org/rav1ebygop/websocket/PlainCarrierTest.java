package org.rav1ebygop.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.protocol.testkit.CarrierContract;
import org.rav1ebygop.testkit.Patience;

@Tag("waits")
class PlainCarrierTest extends CarrierContract {
  @Override
  protected Pair connect(Duration idle) throws Exception {
    return WebSocketPair.connect(null, null, idle);
  }

  @Test
  void aPlainChannelBindsNothing() throws Exception {
    try (Pair pair = connect(Patience.LIMIT)) {
      assertEquals(0, pair.client().channelBinding().length);
    }
  }
}
