package org.rav1ebygop.plugin.transport.nats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.TransportContract;

/// The slots of a worker of a farm are a transport like any other.
@Tag("waits")
class NatsTransportTest extends TransportContract {
  private final List<Runnable> closing = new ArrayList<>();

  @AfterEach
  void close() {
    closing.reversed().forEach(Runnable::run);
  }

  @Override
  protected Transport transport(int slots, RecordedEncoder encoder) {
    try {
      NatsServer server = NatsServer.start();
      closing.add(() -> close(server));
      Options farm = Options.NONE.with("nats", server.url()).with("farm", "test");
      closing.add(new FarmWorker(farm, slots, encoder)::close);
      return new NatsTransportProvider().open(farm);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void close(NatsServer server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected boolean remote() {
    return true;
  }
}
