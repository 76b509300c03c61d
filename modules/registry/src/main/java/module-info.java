/// Finds providers: the built-in ones in the boot layer, those of plugins in a layer for each
/// plugin. The only module that looks services up.
///
/// @uses org.rav1ebygop.api.spi.InputReaderProvider
/// @uses org.rav1ebygop.api.spi.KeyframeSplitterProvider
/// @uses org.rav1ebygop.api.spi.EncoderBackendProvider
/// @uses org.rav1ebygop.api.spi.TransportProvider
/// @uses org.rav1ebygop.api.spi.DecoderProvider
/// @uses org.rav1ebygop.api.spi.MuxerProvider
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.registry {
  requires transitive org.rav1ebygop.api;

  exports org.rav1ebygop.registry;

  uses org.rav1ebygop.api.spi.InputReaderProvider;
  uses org.rav1ebygop.api.spi.KeyframeSplitterProvider;
  uses org.rav1ebygop.api.spi.EncoderBackendProvider;
  uses org.rav1ebygop.api.spi.TransportProvider;
  uses org.rav1ebygop.api.spi.DecoderProvider;
  uses org.rav1ebygop.api.spi.MuxerProvider;
}
