package org.rav1ebygop.api.spi;

import java.nio.file.Path;
import java.util.Set;
import org.rav1ebygop.api.Options;

/// Makes decoders.
public interface DecoderProvider extends Provider {
  /// The containers it reads, by the ids of their muxers. `ivf` is always among them: finished GOPs
  /// are IVF files.
  Set<String> containers();

  /// Begins to decode a file, which stays as it is until the decoder is closed.
  ///
  /// @param film a finished file; its name may end in anything, and its IVF header may say 0 frames
  /// @param container one of [#containers]
  /// @throws org.rav1ebygop.api.GopException of kind ENVIRONMENT when the decoder cannot be
  ///   started, of kind USAGE for an option or a container it does not know
  Decoder open(Path film, String container, Options options);
}
