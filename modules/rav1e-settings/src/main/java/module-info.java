/// What rav1e can encode and be told, whether it is called as a program or as a library.
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the digit belongs to the name of the encoder
module org.rav1ebygop.rav1e.settings {
  requires transitive org.rav1ebygop.api;

  exports org.rav1ebygop.rav1e.settings;
}
