/// The encoder backend `rav1e`: each GOP is encoded by a rav1e child process of its own, which may
/// crash, hang or be killed without harm to anything else.
///
/// @provides org.rav1ebygop.api.spi.EncoderBackendProvider with the id `rav1e`
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the digit belongs to the name of the encoder
module org.rav1ebygop.encoder.rav1e {
  requires org.rav1ebygop.api;
  requires org.rav1ebygop.child.encoder;
  requires org.rav1ebygop.files;
  requires org.rav1ebygop.rav1e.settings;

  provides org.rav1ebygop.api.spi.EncoderBackendProvider with
      org.rav1ebygop.encoder.rav1e.Rav1eBackendProvider;
}
