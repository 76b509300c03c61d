package org.rav1ebygop.api.spi;

import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.VideoFormat;

/// Makes encoder backends.
public interface EncoderBackendProvider extends Provider {
  /// The name of a switch among the options of a backend whose encoders can tell which coding tools
  /// they used, see [GopEncoder#tools]. It is set when the user wants to know, and does not change
  /// the bytes.
  String TOOLS = "tools";

  /// The name of a switch among the options of a backend whose encoders can measure what they make,
  /// see [GopEncoder#quality]. It is set when the user wants to know, and does not change the
  /// bytes.
  String MEASURE = "measure";

  /// A backend for one job: finds the encoder, and checks the format and every setting against what
  /// it can do, so that nothing of that kind can fail once encoding has begun.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind USAGE for a setting it does not have, INPUT
  ///   for a format it cannot encode, ENVIRONMENT when there is no encoder
  EncoderBackend open(VideoFormat format, EncoderSettings settings);
}
