package org.rav1ebygop.transport.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.TransportContract;

class LocalTransportTest extends TransportContract {
  @Override
  protected Transport transport(int slots, RecordedEncoder encoder) {
    return new LocalTransportProvider().open(Options.NONE.with("slots", "" + slots));
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    var provider = new LocalTransportProvider();
    for (String slots : new String[] {"0", "-1", "4097", "many", ""}) {
      GopException e =
          assertThrows(GopException.class, () -> provider.open(Options.NONE.with("slots", slots)));
      assertEquals(GopException.Kind.USAGE, e.kind());
    }
    GopException e =
        assertThrows(GopException.class, () -> provider.open(Options.NONE.with("slot", "1")));
    assertEquals("transport local has no option 'slot'; it has: slots=N", e.getMessage());
  }
}
