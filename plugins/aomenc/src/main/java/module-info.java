/// The encoder backend `aomenc`: each GOP is encoded by an aomenc child process of its own.
///
/// @provides org.rav1ebygop.api.spi.EncoderBackendProvider with the id `aomenc`
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.plugin.aomenc {
  requires org.rav1ebygop.child.encoder;

  provides org.rav1ebygop.api.spi.EncoderBackendProvider with
      org.rav1ebygop.plugin.aomenc.AomencProvider;
}
