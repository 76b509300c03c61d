/// Slots on the workers that a file lists, over WebSockets.
///
/// @provides org.rav1ebygop.api.spi.TransportProvider
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.transport.websocket {
  requires org.rav1ebygop.websocket;
  requires org.tomlj;

  provides org.rav1ebygop.api.spi.TransportProvider with
      org.rav1ebygop.transport.websocket.WebSocketTransportProvider;
}
