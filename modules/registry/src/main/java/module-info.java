/// Finds providers: the built-in ones in the boot layer, those of plugins in a layer for each
/// plugin. The only module that looks services up.
///
/// @uses org.rav1ebygop.api.spi.InputReaderProvider
/// @uses org.rav1ebygop.api.spi.KeyframeSplitterProvider
/// @uses org.rav1ebygop.api.spi.EncoderBackendProvider
/// @uses org.rav1ebygop.api.spi.TransportProvider
/// @uses org.rav1ebygop.api.spi.DecoderProvider
/// @uses org.rav1ebygop.api.spi.MuxerProvider
/// @uses org.rav1ebygop.protocol.CarrierServerProvider
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.registry {
  requires transitive org.rav1ebygop.api;
  requires transitive org.rav1ebygop.protocol;

  // The modules of the JDK that plugins may count on, beside java.base, whatever the built-ins
  // need. The list only grows.
  requires java.logging;
  requires java.management;
  requires java.net.http;
  requires jdk.jfr;
  requires jdk.management;
  requires jdk.net;
  requires jdk.nio.mapmode;
  requires jdk.unsupported;
  requires jdk.zipfs;
  requires static com.google.errorprone.annotations;

  exports org.rav1ebygop.registry;

  uses org.rav1ebygop.api.spi.InputReaderProvider;
  uses org.rav1ebygop.api.spi.KeyframeSplitterProvider;
  uses org.rav1ebygop.api.spi.EncoderBackendProvider;
  uses org.rav1ebygop.api.spi.TransportProvider;
  uses org.rav1ebygop.api.spi.DecoderProvider;
  uses org.rav1ebygop.api.spi.MuxerProvider;
  uses org.rav1ebygop.protocol.CarrierServerProvider;
}
