/// Slots on this machine, each with an encoder of its own.
///
/// @provides org.rav1ebygop.api.spi.TransportProvider
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.transport.local {
  requires org.rav1ebygop.api;
  requires static com.google.errorprone.annotations;

  provides org.rav1ebygop.api.spi.TransportProvider with
      org.rav1ebygop.transport.local.LocalTransportProvider;
}
