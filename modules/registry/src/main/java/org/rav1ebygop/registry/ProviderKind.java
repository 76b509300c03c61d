package org.rav1ebygop.registry;

import java.util.List;
import org.rav1ebygop.api.spi.DecoderProvider;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.api.spi.InputReaderProvider;
import org.rav1ebygop.api.spi.KeyframeSplitterProvider;
import org.rav1ebygop.api.spi.MuxerProvider;
import org.rav1ebygop.api.spi.Provider;
import org.rav1ebygop.api.spi.TransportProvider;
import org.rav1ebygop.protocol.CarrierServerProvider;

/// A kind of provider.
///
/// @param service its interface
/// @param title as users read it, in the singular
/// @param <P> its interface
public record ProviderKind<P extends Provider>(Class<P> service, String title) {
  public static final ProviderKind<InputReaderProvider> INPUT_READER =
      new ProviderKind<>(InputReaderProvider.class, "input reader");
  public static final ProviderKind<KeyframeSplitterProvider> SPLITTER =
      new ProviderKind<>(KeyframeSplitterProvider.class, "keyframe splitter");
  public static final ProviderKind<EncoderBackendProvider> ENCODER =
      new ProviderKind<>(EncoderBackendProvider.class, "encoder backend");
  public static final ProviderKind<TransportProvider> TRANSPORT =
      new ProviderKind<>(TransportProvider.class, "transport");
  public static final ProviderKind<DecoderProvider> DECODER =
      new ProviderKind<>(DecoderProvider.class, "decoder");
  public static final ProviderKind<MuxerProvider> MUXER =
      new ProviderKind<>(MuxerProvider.class, "muxer");
  public static final ProviderKind<CarrierServerProvider> SERVER =
      new ProviderKind<>(CarrierServerProvider.class, "worker transport");

  /// All kinds, in the order of the data flow.
  public static final List<ProviderKind<?>> ALL =
      List.of(INPUT_READER, SPLITTER, ENCODER, TRANSPORT, DECODER, MUXER, SERVER);
}
