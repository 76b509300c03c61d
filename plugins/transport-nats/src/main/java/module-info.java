/// Slots on the workers of a farm, over NATS; and how a worker joins one.
///
/// @provides org.rav1ebygop.api.spi.TransportProvider
/// @provides org.rav1ebygop.protocol.CarrierServerProvider
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.transport.nats {
  requires io.nats.jnats;
  requires org.rav1ebygop.protocol;

  provides org.rav1ebygop.api.spi.TransportProvider with
      org.rav1ebygop.transport.nats.NatsTransportProvider;
  provides org.rav1ebygop.protocol.CarrierServerProvider with
      org.rav1ebygop.transport.nats.NatsServerProvider;
}
