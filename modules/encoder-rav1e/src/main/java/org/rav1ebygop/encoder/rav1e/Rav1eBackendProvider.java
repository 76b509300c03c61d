package org.rav1ebygop.encoder.rav1e;

import java.io.IOException;
import java.util.List;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.EncoderBackendProvider;

/// The backend `rav1e`.
public final class Rav1eBackendProvider implements EncoderBackendProvider {
  static final String ID = "rav1e";

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
    tryOut(command);
    return new Rav1eBackend(command);
  }

  private static Rav1e probe(Options options) {
    var path = Rav1eFinder.ofSystem().find(options.get(Rav1eOptions.PATH));
    return new Rav1eProbe(path, Rav1eProbe.LIMIT).probe();
  }

  /// Has rav1e encode no frames, which makes it check everything else.
  private static void tryOut(EncodeCommand command) {
    ShortRun run;
    try {
      run = ShortRun.of(command.line(), command.header(), Rav1eProbe.LIMIT);
    } catch (IOException e) {
      throw GopException.environment(command.rav1e() + " cannot be started: " + e.getMessage(), e);
    }
    Integer exitCode = run.exitCode();
    if (exitCode == null || ExitStatus.isSignal(exitCode)) {
      throw GopException.environment(
          "%s does not work: it %s"
              .formatted(
                  command.rav1e(),
                  exitCode == null ? "does not end" : ExitStatus.describe(exitCode)),
          null);
    }
    if (exitCode != 0) {
      throw GopException.usage(
          "%s refuses these settings, or %s%s"
              .formatted(command.rav1e(), command.format().layout(), LogQuote.suffix(run.log())));
    }
  }
}
