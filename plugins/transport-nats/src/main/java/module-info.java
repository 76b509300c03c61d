/// Slots on the workers of a farm, over NATS; and how a worker joins one.
///
/// @provides org.rav1ebygop.api.spi.TransportProvider
/// @provides org.rav1ebygop.protocol.CarrierServerProvider
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.plugin.transport.nats {
  requires io.nats.jnats;
  requires org.rav1ebygop.background;
  requires org.rav1ebygop.protocol;

  // Signs what the server asks those who have a key: jnats has no descriptor to say that it needs
  // it.
  requires org.bouncycastle.lts.prov;
  requires static com.google.errorprone.annotations;

  provides org.rav1ebygop.api.spi.TransportProvider with
      org.rav1ebygop.plugin.transport.nats.NatsTransportProvider;
  provides org.rav1ebygop.protocol.CarrierServerProvider with
      org.rav1ebygop.plugin.transport.nats.NatsServerProvider;
}
