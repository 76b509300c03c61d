/// What must be known of a file before it is believed: that it is one, that it is small, and whose
/// it is.
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.files {
  requires static transitive org.jspecify;
  requires static com.google.errorprone.annotations;

  exports org.rav1ebygop.files;
}
