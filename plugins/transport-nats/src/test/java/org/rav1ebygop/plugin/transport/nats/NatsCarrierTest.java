package org.rav1ebygop.plugin.transport.nats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.protocol.Carrier;

class NatsCarrierTest extends CarrierContract {
  @Override
  Pair connect(Duration idle) throws Exception {
    NatsServer server = NatsServer.start(-1);
    var settings = new NatsFarm.Settings(server.url(), "test", idle);
    NatsFarm worker = NatsFarm.connect(settings);
    NatsFarm client = NatsFarm.connect(settings);
    var accepted = new CompletableFuture<Carrier>();
    worker.serve("one", accepted::complete);
    return new BrokerPair(server, worker, client, client.connect("one"), accepted.get());
  }

  @Test
  void aWorkerThatIsNotThereIsNamed() throws Exception {
    try (var server = NatsServer.start(-1);
        var farm = NatsFarm.connect(settings(server))) {
      IOException e = assertThrows(IOException.class, () -> farm.connect("nobody"));
      assertTrue(String.valueOf(e.getMessage()).contains("nobody"), e.getMessage());
    }
  }

  @Test
  void theFarmServesAgainWhenItsServerIsBack() throws Exception {
    NatsServer first = NatsServer.start(-1);
    try (first;
        var worker = NatsFarm.connect(settings(first));
        var client = NatsFarm.connect(settings(first))) {
      var atWorker = new Recorder();
      worker.serve("one", carrier -> carrier.start(atWorker));
      Carrier before = client.connect("one");
      var atClient = new Recorder();
      before.start(atClient);
      first.kill();
      atClient.closed.get();
      atWorker.closed.get();
      try (var _ = NatsServer.start(first.port())) {
        var again = new Recorder();
        Carrier after = connected(client);
        after.start(again);
        after.close("done");
        again.closed.get();
      }
    }
  }

  @Test
  void aServerThatIsNotThereIsNamed() throws Exception {
    NatsServer gone = NatsServer.start(-1);
    gone.kill();
    IOException e = assertThrows(IOException.class, () -> NatsFarm.connect(settings(gone)));
    assertTrue(String.valueOf(e.getMessage()).contains(gone.url()), e.getMessage());
  }

  @Test
  void aFarmWhoseNameIsNoTokenIsRefused() {
    for (String name : new String[] {"", "a.b", "*", ">", "a b", "x".repeat(65)}) {
      assertThrows(
          GopException.class,
          () -> new NatsFarm.Settings("nats://127.0.0.1", name, Duration.ofMinutes(1)));
    }
  }

  @Test
  void bytesThatAreNoPartAreRefused() {
    for (byte[] bytes : new byte[][] {{}, {9}, {0, 0}, {1, 0, 0, 0}, {2, 1}, new byte[8]}) {
      Part part = Part.decoded(bytes);
      assertTrue(part == null || bytes.length == 8, () -> "part: " + part);
    }
    Part.Data data = new Part.Data(7, true, ByteBuffer.wrap(new byte[] {1, 2}));
    assertArrayEquals(new byte[] {1, 0, 0, 0, 7, 1, 2}, data.encoded());
  }

  /// Every try fails at once, or after a time that is bounded, until the worker is back too.
  private static Carrier connected(NatsFarm client) throws InterruptedException {
    while (true) {
      try {
        return client.connect("one");
      } catch (IOException _) {
        Thread.onSpinWait();
      }
    }
  }

  private static NatsFarm.Settings settings(NatsServer server) {
    return new NatsFarm.Settings(server.url(), "test", Duration.ofMinutes(1));
  }

  /// Two ends with a server between.
  private record BrokerPair(
      NatsServer server, NatsFarm workers, NatsFarm clients, Carrier client, Carrier worker)
      implements Pair {
    @Override
    public void cut() {
      server.kill();
    }

    /// The server holds still, as if the network to it were gone.
    @Override
    public void swallow() {
      signal("STOP");
    }

    @Override
    public void close() {
      server.kill();
      clients.close();
      workers.close();
    }

    private void signal(String name) {
      try {
        new ProcessBuilder("kill", "-" + name, Long.toString(server.process().pid()))
            .start()
            .onExit()
            .join();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
