package org.rav1ebygop.cli;

import java.util.function.Predicate;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.EncodeJob;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.api.spi.GopEncoder;

/// What workers are told of a job that is encoded on other machines only.
///
/// @param settings without the options that make sense on this machine alone
/// @param admits whether GOPs of an identity may become part of the film
record FirstJob(
    VideoFormat format, EncoderSettings settings, String backend, Predicate<EncoderIdentity> admits)
    implements EncodeJob {

  static FirstJob of(
      EncoderBackendProvider encoder,
      VideoFormat format,
      EncoderSettings settings,
      Predicate<EncoderIdentity> admits) {
    return new FirstJob(
        format,
        settings.with(settings.options().anywhere(encoder.options())),
        encoder.id(),
        admits);
  }

  @Override
  public EncoderBackend localBackend() {
    throw notHere();
  }

  @Override
  public boolean admit(EncoderIdentity identity) {
    return admits.test(identity);
  }

  private static GopException notHere() {
    return GopException.environment("this machine does not encode", null);
  }

  /// The encoder of such a job, as far as this machine knows it.
  record Backend(EncoderIdentity identity) implements EncoderBackend {
    @Override
    public long memoryPerEncoder() {
      return 0;
    }

    @Override
    public GopEncoder encoder() {
      throw notHere();
    }

    @Override
    public void close() {}
  }
}
