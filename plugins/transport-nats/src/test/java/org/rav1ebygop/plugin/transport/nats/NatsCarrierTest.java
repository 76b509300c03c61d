package org.rav1ebygop.plugin.transport.nats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nats.client.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.protocol.Carrier;
import org.rav1ebygop.protocol.testkit.CarrierContract;
import org.rav1ebygop.protocol.testkit.Recorder;
import org.rav1ebygop.testkit.Patience;

@Tag("waits")
class NatsCarrierTest extends CarrierContract {
  private static final Duration IDLE = Patience.LIMIT;

  /// The only worker.
  private static final String ONE = "anyone." + NatsFarm.newId();

  @Override
  protected Pair connect(Duration idle) throws Exception {
    NatsServer server = NatsServer.start();
    var accepted = new CompletableFuture<Carrier>();
    NatsFarm worker = farm(server.url(), idle, accepted::complete);
    NatsFarm client = farm(server.url(), idle, null);
    return new BrokerPair(server, worker, client, client.connect(ONE, "one"), accepted.get());
  }

  @Test
  void aWorkerThatIsNotThereIsNamed() throws Exception {
    try (var server = NatsServer.start();
        var farm = farm(server.url(), IDLE, null)) {
      IOException e =
          assertThrows(
              IOException.class, () -> farm.connect("anyone." + NatsFarm.newId(), "nobody"));
      assertTrue(String.valueOf(e.getMessage()).contains("nobody"), e.getMessage());
    }
  }

  @Test
  void theFarmServesAgainWhenItsServerIsBack() throws Exception {
    var receivers = new LinkedBlockingQueue<Recorder>();
    Consumer<Carrier> atWorker =
        carrier -> {
          var receiver = new Recorder();
          receivers.add(receiver);
          carrier.start(receiver);
        };
    try (var first = NatsServer.start();
        var _ = farm(first.url(), IDLE, atWorker);
        var client = farm(first.url(), IDLE, null)) {
      Carrier before = client.connect(ONE, "one");
      var atClient = new Recorder();
      before.start(atClient);
      first.kill();
      atClient.closed().get();
      receivers.take().closed().get();
      first.startAgain();
      var again = new Recorder();
      Carrier after = connected(client);
      after.start(again);
      after.close("done");
      again.closed().get();
    }
  }

  /// Whoever knows the id of a connection cannot have the worker talk to somebody else over it.
  @Test
  void aConnectionThatIsInUseIsNotTakenOver() throws Exception {
    var accepted = new LinkedBlockingQueue<Carrier>();
    try (var server = NatsServer.start();
        var _ = farm(server.url(), IDLE, accepted::add);
        var client = farm(server.url(), IDLE, null);
        var attacker = farm(server.url(), IDLE, null)) {
      String id = NatsFarm.newId();
      Carrier mine = client.connect(ONE, "one", id);
      var atClient = new Recorder();
      mine.start(atClient);
      Carrier atWorker = accepted.take();
      IOException refused = assertThrows(IOException.class, () -> attacker.connect(ONE, "one", id));
      assertTrue(String.valueOf(refused.getMessage()).contains("refuses"), refused::toString);
      atWorker.start(new Recorder());
      atWorker.close("the first one is still there");
      assertEquals("the first one is still there", atClient.closed().get());
      assertTrue(accepted.isEmpty());
    }
  }

  @Test
  void aUserIsOneTokenOfASubject() {
    assertEquals("alice", FarmSettings.user("alice"));
    assertEquals("a_b__", FarmSettings.user("a.b*>"));
    assertEquals("anyone", FarmSettings.user(null));
    assertEquals(64, FarmSettings.user("x".repeat(100)).length());
    assertEquals("bob", FarmOptions.settings(at("nats://bob:secret@host")).user());
    assertEquals("anyone", FarmOptions.settings(at("nats://secret-token@host")).user());
  }

  private static Options at(String url) {
    return Options.NONE.with("nats", url);
  }

  @Test
  void aFarmWhoseNameIsNoTokenIsRefused() {
    for (String name : new String[] {"", "a.b", "*", ">", "a b", "x".repeat(65)}) {
      assertThrows(GopException.class, () -> FarmOptions.settings(Options.NONE.with("farm", name)));
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
  private static Carrier connected(NatsFarm client) {
    var connected = new AtomicReference<Carrier>();
    Patience.until("it is connected", () -> connects(client, connected));
    return connected.get();
  }

  private static boolean connects(NatsFarm client, AtomicReference<Carrier> connected) {
    try {
      connected.set(client.connect(ONE, "one"));
      return true;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// In which a worker listens, unless it is for a client.
  private static NatsFarm farm(String url, Duration idle, @Nullable Consumer<Carrier> accept)
      throws InterruptedException {
    var settings = new FarmSettings(List.of(URI.create(url)), "test", "anyone", idle, null, null);
    var listening = new Listening(settings, accept);
    listening.farm.start();
    listening.farm.awaitFirst();
    return listening.farm;
  }

  /// Takes what clients ask for.
  private static final class Listening implements NatsFarm.Events {
    final NatsFarm farm;
    private final FarmSettings settings;
    private final @Nullable Consumer<Carrier> accept;

    Listening(FarmSettings settings, @Nullable Consumer<Carrier> accept) {
      this.settings = settings;
      this.accept = accept;
      this.farm = new NatsFarm(settings, this);
    }

    @Override
    public void connected(Connection nats) {
      Consumer<Carrier> taking = accept;
      if (taking != null) {
        nats.createDispatcher(hello ->
                farm.accept(hello.getSubject(), hello.getReplyTo(), hello.getData(), taking))
            .subscribe(settings.hello(ONE, "*"));
      }
    }

    @Override
    public void told(String line) {}
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
    public void close() throws IOException {
      server.close();
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
