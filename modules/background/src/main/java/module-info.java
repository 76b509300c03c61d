/// The only place where this program starts threads, so that no task in the background fails
/// unnoticed.
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.background {
  requires static org.jspecify;
  requires static com.google.errorprone.annotations;

  exports org.rav1ebygop.background;
}
