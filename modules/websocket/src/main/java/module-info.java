/// Carriers over WebSockets, plain and TLS: what connects, for clients, and what is connected to,
/// for workers; and what both need to read certificates and keys.
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.websocket {
  requires transitive org.rav1ebygop.protocol;
  requires transitive org.eclipse.jetty.websocket.api;
  requires org.eclipse.jetty.websocket.client;
  requires org.eclipse.jetty.websocket.server;
  requires org.rav1ebygop.background;
  requires org.rav1ebygop.files;
  requires static com.google.errorprone.annotations;

  // Jetty calls the carrier, which is its endpoint, through method handles.
  exports org.rav1ebygop.websocket;
}
