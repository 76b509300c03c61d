/// Encodes a film: plans its GOPs, leases them to slots, verifies and stores what comes back, and
/// assembles the output. Gets its providers from the caller and never looks one up.
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.engine {
  requires transitive org.rav1ebygop.api;
  requires org.rav1ebygop.av1;
  requires org.rav1ebygop.background;
  requires org.rav1ebygop.files;
  requires org.rav1ebygop.frame.codec;
  requires com.google.gson;
  requires static com.google.errorprone.annotations;

  exports org.rav1ebygop.engine;
  exports org.rav1ebygop.engine.files;
  exports org.rav1ebygop.engine.job;
  exports org.rav1ebygop.engine.proof;
  exports org.rav1ebygop.engine.splitting;
}
