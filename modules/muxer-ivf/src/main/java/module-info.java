/// Writes films as IVF files and as raw OBU streams.
///
/// @provides org.rav1ebygop.api.spi.MuxerProvider `ivf` and `obu`
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.muxer.ivf {
  requires org.rav1ebygop.api;
  requires org.rav1ebygop.av1;

  provides org.rav1ebygop.api.spi.MuxerProvider with
      org.rav1ebygop.muxer.ivf.IvfMuxerProvider,
      org.rav1ebygop.muxer.ivf.ObuMuxerProvider;
}
