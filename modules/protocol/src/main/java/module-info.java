/// How a client has GOPs encoded by workers elsewhere, over any carrier of messages: the messages
/// and their bytes, the state of either side, and what runs on top, which is a transport for the
/// client and a service for the worker. Knows no network; `docs/protocol.md` describes it.
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.protocol {
  requires transitive org.rav1ebygop.api;
  requires org.rav1ebygop.background;
  requires org.rav1ebygop.frame.codec;
  requires static com.google.errorprone.annotations;

  exports org.rav1ebygop.protocol;
}
