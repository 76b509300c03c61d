/// Slots on the workers that a file lists, over WebSockets; and the port at which a worker listens.
///
/// @provides org.rav1ebygop.api.spi.TransportProvider
/// @provides org.rav1ebygop.protocol.CarrierServerProvider
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.transport.websocket {
  requires org.rav1ebygop.files;
  requires org.rav1ebygop.websocket;
  requires org.tomlj;
  requires static com.google.errorprone.annotations;

  provides org.rav1ebygop.api.spi.TransportProvider with
      org.rav1ebygop.transport.websocket.WebSocketTransportProvider;
  provides org.rav1ebygop.protocol.CarrierServerProvider with
      org.rav1ebygop.transport.websocket.WebSocketServerProvider;
}
