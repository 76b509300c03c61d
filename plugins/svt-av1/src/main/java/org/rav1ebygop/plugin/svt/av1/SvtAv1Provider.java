package org.rav1ebygop.plugin.svt.av1;

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

/// The backend `svt-av1`.
public final class SvtAv1Provider implements EncoderBackendProvider {
  static final String ID = "svt-av1";

  /// Finds nothing yet.
  public SvtAv1Provider() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "SVT-AV1 1.4 or newer, one process for each GOP; 4:2:0 in 8 and 10 bits";
  }

  @Override
  public List<OptionSpec> options() {
    return SvtAv1Options.SPECS;
  }

  @Override
  public Availability availability(Options options) {
    try {
      return new Availability.Available(SvtAv1.find(options).toString());
    } catch (GopException e) {
      return new Availability.Unavailable(e.getMessage());
    }
  }

  @Override
  public EncoderBackend open(VideoFormat format, EncoderSettings settings) {
    settings.options().requireKnown(ID, SvtAv1Options.SPECS);
    SvtAv1 program = SvtAv1.find(settings.options());
    SvtAv1Command command = SvtAv1Command.of(program, format, settings);
    TryOut.withOneFrame(command.trial(), program.toString());
    return command.backend();
  }
}
