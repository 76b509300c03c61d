/// What carriers of messages between clients and workers promise, as a contract test that each
/// implementation extends. For tests only.
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.protocol.testkit {
  requires transitive org.rav1ebygop.protocol;
  requires transitive org.rav1ebygop.testkit;
  requires transitive org.junit.jupiter.api;

  exports org.rav1ebygop.protocol.testkit;
}
