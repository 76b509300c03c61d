package org.rav1ebygop.websocket;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.protocol.Carrier;
import org.rav1ebygop.protocol.testkit.CarrierContract;

/// Both ends of a WebSocket through a relay on this machine.
record WebSocketPair(
    Carrier client,
    Carrier worker,
    WebSocketServer server,
    Relay relay,
    WebSocketConnector connector)
    implements CarrierContract.Pair {
  static WebSocketPair connect(
      @Nullable ServerIdentity identity, @Nullable Trust trust, Duration idle) throws Exception {
    BlockingQueue<Carrier> accepted = new LinkedBlockingQueue<>();
    var server =
        new WebSocketServer(
            new WebSocketServer.Settings("127.0.0.1", 0, identity, idle, ConnectionLimits.STANDARD),
            accepted::add,
            () -> new WebSocketServer.Health(true, "{}"));
    server.start();
    var relay = new Relay(server.port());
    var connector =
        new WebSocketConnector(
            new WebSocketConnector.Target("localhost", relay.port(), trust, idle));
    Carrier client = connector.connect();
    return new WebSocketPair(client, accepted.take(), server, relay, connector);
  }

  @Override
  public void cut() throws IOException {
    relay.cut();
  }

  @Override
  public void swallow() {
    relay.swallow();
  }

  @Override
  public void close() throws IOException {
    connector.close();
    relay.close();
    server.close();
  }
}
