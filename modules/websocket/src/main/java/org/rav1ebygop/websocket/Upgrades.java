package org.rav1ebygop.websocket;

import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.server.WebSocketCreator;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.protocol.Carrier;

/// Makes a carrier of a connection that becomes a WebSocket.
///
/// @param identity of the worker, or null without TLS
/// @param accept is given each carrier when it is open
record Upgrades(ConnectionGate gate, @Nullable ServerIdentity identity, Consumer<Carrier> accept)
    implements WebSocketCreator {
  @Override
  public Object createWebSocket(
      ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
    // No compression: it would undo the limits on what comes.
    response.setExtensions(List.of());
    EndPoint socket = socket(request);
    var carrier =
        new WebSocketCarrier(
            Request.getRemoteAddr(request),
            opened -> {
              gate.upgraded(socket);
              accept.accept(opened);
            });
    if (identity != null) {
      carrier.bind(identity.fingerprint());
    }
    return carrier;
  }

  /// What is below HTTP and TLS.
  private static EndPoint socket(Request request) {
    EndPoint end = request.getConnectionMetaData().getConnection().getEndPoint();
    while (end instanceof EndPoint.Wrapper wrapper) {
      end = wrapper.unwrap();
    }
    return end;
  }
}
