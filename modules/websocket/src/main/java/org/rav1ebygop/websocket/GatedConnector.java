package org.rav1ebygop.websocket;

import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/// Tells a gate of connections that come and go.
final class GatedConnector extends ServerConnector {
  private final ConnectionGate gate;

  GatedConnector(Server server, ConnectionGate gate, ConnectionFactory... factories) {
    super(server, 1, 1, factories);
    this.gate = gate;
  }

  @Override
  protected void onEndPointOpened(EndPoint socket) {
    super.onEndPointOpened(socket);
    gate.opened(socket);
  }

  @Override
  protected void onEndPointClosed(EndPoint socket) {
    super.onEndPointClosed(socket);
    gate.closed(socket);
  }
}
