/// The encoder backend `librav1e`: GOPs are encoded by the library of rav1e, called through the
/// foreign function API; each in a Java process of its own, or all in this one.
///
/// @provides org.rav1ebygop.api.spi.EncoderBackendProvider with the id `librav1e`
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the digit belongs to the name of the encoder
module org.rav1ebygop.encoder.librav1e {
  requires org.rav1ebygop.api;
  requires org.rav1ebygop.av1;
  requires org.rav1ebygop.child.encoder;
  requires org.rav1ebygop.metrics;
  requires org.rav1ebygop.rav1e.settings;
  requires org.rav1ebygop.y4m;
  requires static com.google.errorprone.annotations;

  provides org.rav1ebygop.api.spi.EncoderBackendProvider with
      org.rav1ebygop.encoder.librav1e.Librav1eBackendProvider;
}
