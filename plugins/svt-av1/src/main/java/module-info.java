/// The encoder backend `svt-av1`: each GOP is encoded by a SvtAv1EncApp child process of its own.
///
/// @provides org.rav1ebygop.api.spi.EncoderBackendProvider with the id `svt-av1`
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the digit belongs to the name of the encoder
module org.rav1ebygop.plugin.svt.av1 {
  requires org.rav1ebygop.child.encoder;

  provides org.rav1ebygop.api.spi.EncoderBackendProvider with
      org.rav1ebygop.plugin.svt.av1.SvtAv1Provider;
}
