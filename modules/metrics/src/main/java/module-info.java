/// Measures how near one picture comes to another.
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.metrics {
  requires transitive org.rav1ebygop.api;

  exports org.rav1ebygop.metrics;
}
