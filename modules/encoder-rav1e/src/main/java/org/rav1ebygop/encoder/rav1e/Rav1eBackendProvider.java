package org.rav1ebygop.encoder.rav1e;

import java.util.List;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.child.encoder.TryOut;
import org.rav1ebygop.child.process.Inquiry;
import org.rav1ebygop.child.process.ProgramFinder;

/// The backend `rav1e`.
public final class Rav1eBackendProvider implements EncoderBackendProvider {
  static final String ID = "rav1e";
  static final String HOW_TO_GET =
      "install rav1e 0.7 or newer with the package manager, or name it with --rav1e PATH";

  /// The system property by which a runtime image names the rav1e it brings along.
  private static final String PROPERTY = "rav1ebygop.rav1e";

  /// Finds nothing yet.
  public Rav1eBackendProvider() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "rav1e 0.5 or newer, one process for each GOP";
  }

  @Override
  public List<OptionSpec> options() {
    return Rav1eOptions.SPECS;
  }

  @Override
  public Availability availability(Options options) {
    try {
      return new Availability.Available(probe(options).toString());
    } catch (GopException e) {
      return new Availability.Unavailable(e.getMessage());
    }
  }

  @Override
  public EncoderBackend open(VideoFormat format, EncoderSettings settings) {
    settings.options().requireKnown(ID, Rav1eOptions.SPECS);
    EncodeCommand command = EncodeCommand.of(probe(settings.options()), format, settings);
    TryOut.withoutFrames(command.child(), command.rav1e().toString());
    return command.backend();
  }

  private static Rav1e probe(Options options) {
    var path = finder().find(options.get(Rav1eOptions.PATH));
    return new Rav1eProbe(path, Inquiry.LIMIT).probe();
  }

  private static ProgramFinder finder() {
    return ProgramFinder.withBundled(ID, "--rav1e", HOW_TO_GET, PROPERTY);
  }
}
