package org.rav1ebygop.plugin.aomenc;

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

/// The backend `aomenc`.
public final class AomencProvider implements EncoderBackendProvider {
  static final String ID = "aomenc";

  /// Finds nothing yet.
  public AomencProvider() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "aomenc 3.6 or newer of libaom, one process for each GOP";
  }

  @Override
  public List<OptionSpec> options() {
    return AomencOptions.SPECS;
  }

  @Override
  public Availability availability(Options options) {
    try {
      return new Availability.Available(Aomenc.find(options).toString());
    } catch (GopException e) {
      return new Availability.Unavailable(e.getMessage());
    }
  }

  @Override
  public EncoderBackend open(VideoFormat format, EncoderSettings settings) {
    settings.options().requireKnown(ID, AomencOptions.SPECS);
    Aomenc program = Aomenc.find(settings.options());
    AomencCommand command = AomencCommand.of(program, format, settings);
    TryOut.withOneFrame(command.child(), program.toString());
    return command.backend();
  }
}
