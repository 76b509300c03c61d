package org.rav1ebygop.testkit;

import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.EncodeJob;
import org.rav1ebygop.api.spi.EncoderBackend;

/// A job for a [RecordedEncoder].
///
/// @param admitted whether its GOPs are wanted
public record RecordedJob(EncoderBackend localBackend, boolean admitted) implements EncodeJob {
  @Override
  public VideoFormat format() {
    return RecordedEncoder.FORMAT;
  }

  @Override
  public EncoderSettings settings() {
    return RecordedEncoder.SETTINGS;
  }

  @Override
  public String backend() {
    return "recorded";
  }

  @Override
  public boolean admit(EncoderIdentity identity) {
    return admitted && identity.equals(RecordedEncoder.IDENTITY);
  }
}
