/// Text for people on standard error, and what a terminal needs for it.
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.terminal {
  requires jdk.unsupported;
  requires org.rav1ebygop.background;
  requires static com.google.errorprone.annotations;
  requires static transitive org.jspecify;

  exports org.rav1ebygop.terminal;
}
