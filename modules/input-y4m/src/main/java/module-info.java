/// Reads YUV4MPEG2 from a mapped file or a pipe.
///
/// @provides org.rav1ebygop.api.spi.InputReaderProvider `y4m`
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.input.y4m {
  requires org.rav1ebygop.api;
  requires org.rav1ebygop.y4m;

  provides org.rav1ebygop.api.spi.InputReaderProvider with
      org.rav1ebygop.input.y4m.Y4mReaderProvider;
}
