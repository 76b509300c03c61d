package org.rav1ebygop.engine.proof;

import java.nio.file.Path;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.Decoder;
import org.rav1ebygop.api.spi.DecoderProvider;

/// Proves a GOP by decoding it: it decodes without complaint, has the frames and the layout it
/// should have, and shows the frames that went to the encoder.
///
/// @param provider makes the decoders
/// @param options of the provider
public record DecodeProof(DecoderProvider provider, Options options) implements GopProof {
  /// Stored GOPs are IVF files.
  private static final String CONTAINER = "ivf";

  @Override
  public Attempt begin() {
    return new DecodedAttempt(this);
  }

  Decoder open(Path file) {
    return provider.open(file, CONTAINER, options);
  }
}
