/// The command line: `rav1e-by-gop`.
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.cli {
  requires com.github.rvesse.airline;
  requires com.google.gson;
  requires java.logging;
  requires jdk.management;
  requires org.rav1ebygop.background;
  requires org.rav1ebygop.engine;
  requires org.rav1ebygop.files;
  requires org.rav1ebygop.machine;
  requires org.rav1ebygop.metrics;
  requires org.rav1ebygop.registry;
  requires org.rav1ebygop.terminal;
  requires static com.google.errorprone.annotations;

  // Airline fills the fields of command classes by reflection.
  opens org.rav1ebygop.cli to
      com.github.rvesse.airline;
}
