/// The decoder `dav1d`: each film is decoded by a dav1d child process of its own, which may crash,
/// hang or be killed without harm to anything else.
///
/// @provides org.rav1ebygop.api.spi.DecoderProvider with the id `dav1d`
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the digit belongs to the name of the decoder
module org.rav1ebygop.decoder.dav1d {
  requires org.rav1ebygop.api;
  requires org.rav1ebygop.child.process;
  requires org.rav1ebygop.y4m;
  requires static com.google.errorprone.annotations;

  provides org.rav1ebygop.api.spi.DecoderProvider with
      org.rav1ebygop.decoder.dav1d.Dav1dProvider;
}
