/// Reads AV1 bitstreams and the containers that carry nothing else; writes IVF. Decodes no picture.
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the digit belongs to the name of the format
module org.rav1ebygop.av1 {
  requires transitive org.rav1ebygop.api;

  exports org.rav1ebygop.av1;
}
