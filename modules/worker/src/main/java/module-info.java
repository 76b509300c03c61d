/// The worker: `rav1e-worker`.
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.worker {
  requires com.github.rvesse.airline;
  requires java.logging;
  requires org.rav1ebygop.files;
  requires org.rav1ebygop.machine;
  requires org.rav1ebygop.protocol;
  requires org.rav1ebygop.registry;
  requires org.rav1ebygop.terminal;
  requires org.rav1ebygop.websocket;
  requires org.slf4j;
  requires static com.google.errorprone.annotations;

  // Airline fills the fields of command classes by reflection.
  opens org.rav1ebygop.worker to
      com.github.rvesse.airline;
}
