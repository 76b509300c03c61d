/// The protocol of clients and workers over NATS.
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.transport.nats {
  requires io.nats.jnats;
  requires org.rav1ebygop.protocol;
}
