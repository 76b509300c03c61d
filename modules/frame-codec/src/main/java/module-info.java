/// Compresses raw frames without loss, faster than a disk or a network takes them.
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.frame.codec {
  requires transitive org.rav1ebygop.api;

  exports org.rav1ebygop.frame.codec;
}
