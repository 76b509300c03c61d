package org.rav1ebygop.api.spi;

import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.VideoFormat;

/// What all leases of a job have in common.
public interface EncodeJob {
  /// The format of the frames to encode.
  VideoFormat format();

  /// The settings to encode them with.
  EncoderSettings settings();

  /// The settings to encode them with on other machines: those of [#settings] without the options
  /// that make sense on this one alone.
  default EncoderSettings settingsElsewhere() {
    return settings();
  }

  /// Id of the backend to encode them with.
  String backend();

  /// The backend on this machine. The job closes it.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind ENVIRONMENT when this machine has none
  EncoderBackend localBackend();

  /// Whether GOPs of this identity may become part of the film. A slot that is not admitted takes
  /// no lease.
  boolean admit(EncoderIdentity identity);
}
