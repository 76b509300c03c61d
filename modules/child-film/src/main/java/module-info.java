/// Films by way of other programs: a child process that decodes to y4m as a source, and what
/// ffprobe says of a film.
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.child.film {
  requires com.google.gson;
  requires transitive org.rav1ebygop.api;
  requires transitive org.rav1ebygop.child.process;
  requires org.rav1ebygop.y4m;

  exports org.rav1ebygop.child.film;
}
