package org.rav1ebygop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.TransportProvider;
import org.rav1ebygop.testkit.RecordedEncoder;

class ReadyEncoderTest {
  @Test
  void theBackendIsClosedWhenThereIsNoWayToTheWorkers() {
    EncoderBackend backend = new RecordedEncoder().open();
    var workers = new Places.Others(new NoWay(), Options.NONE, "by way of none", "", false);
    var e = assertThrows(GopException.class, () -> ReadyEncoder.with(backend, workers));
    assertEquals(NoWay.REASON, e.getMessage());
    var closed = assertThrows(GopException.class, backend::encoder);
    assertEquals("the backend is closed", closed.getMessage());
  }

  @Test
  void withoutWorkersThereIsOnlyTheBackend() {
    EncoderBackend backend = new RecordedEncoder().open();
    try (ReadyEncoder ready = ReadyEncoder.with(backend, null)) {
      assertSame(backend, ready.backend());
      assertEquals(null, ready.others());
    }
  }

  private static final class NoWay implements TransportProvider {
    static final String REASON = "there is no way";

    @Override
    public String id() {
      return "none";
    }

    @Override
    public String description() {
      return "cannot be opened";
    }

    @Override
    public Transport open(Options options) {
      throw GopException.environment(REASON, null);
    }
  }
}
