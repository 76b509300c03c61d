package org.rav1ebygop.plugin.transport.nats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nats.client.Connection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class NatsFarmTest {
  /// Without pulses nobody notices that workers come and go.
  @Test
  void aPulseThatFailsIsReportedAndTheNextOneComes() throws Exception {
    var broken = new BrokenEvents();
    try (var server = NatsServer.start();
        var farm = new NatsFarm(settings(server.url()), broken)) {
      farm.start();
      farm.awaitFirst();
      broken.pulses.acquire(3);
      String report = broken.lines.take();
      assertEquals(
          "the pulse of farm test failed: java.lang.UnsupportedOperationException: broken", report);
    }
  }

  /// Also one that is closed before it has begun.
  @Test
  void oneThatIsClosedDoesNotBegin() throws Exception {
    var events = new BrokenEvents();
    var farm = new NatsFarm(settings("nats://127.0.0.1:1"), events);
    farm.close();
    farm.start();
    assertEquals(0, events.pulses.availablePermits());
    assertEquals(List.of(), List.copyOf(events.lines));
  }

  private static FarmSettings settings(String url) {
    return new FarmSettings(
        List.of(URI.create(url)), "test", "anyone", Duration.ofMinutes(1), null, null);
  }

  private static final class BrokenEvents implements NatsFarm.Events {
    private final Semaphore pulses = new Semaphore(0);
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @Override
    public void connected(Connection nats) {}

    @Override
    public void pulse(Connection nats) {
      pulses.release();
      throw new UnsupportedOperationException("broken");
    }

    @Override
    public void told(String line) {
      lines.add(line);
    }
  }
}
