/// The vocabulary of rav1e-by-gop and the interfaces a plugin implements.
///
/// Everything else depends on this module; it depends on nothing, performs no I/O and starts no
/// threads. Types only grow: interfaces by default methods, enums by constants at the end. Records
/// keep their components.
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.api {
  requires static transitive org.jspecify;

  exports org.rav1ebygop.api;
  exports org.rav1ebygop.api.spi;
}
