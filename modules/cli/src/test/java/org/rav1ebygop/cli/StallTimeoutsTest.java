package org.rav1ebygop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.job.StallTimeout;

class StallTimeoutsTest {
  @Test
  void secondsAreTakenAsTheyAre() {
    assertEquals(new StallTimeout.Fixed(Duration.ofSeconds(90)), StallTimeouts.of("90"));
    assertEquals(new StallTimeout.Automatic(), StallTimeouts.of(null));
  }

  @Test
  void zeroAndOffMeanNever() {
    for (String text : new String[] {"0", "off", "OFF"}) {
      assertEquals(new StallTimeout.Never(), StallTimeouts.of(text));
    }
  }

  @Test
  void anythingElseIsRefused() {
    for (String text : new String[] {"", "-1", "1.5", "1m", "never", "99999999999999999999"}) {
      GopException e = assertThrows(GopException.class, () -> StallTimeouts.of(text));
      assertEquals(
          "--stall-timeout takes whole seconds up to 31536000, or off, not '%s'".formatted(text),
          e.getMessage());
    }
  }
}
