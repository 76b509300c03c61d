package org.rav1ebygop.encoder.librav1e;

import java.util.List;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.child.encoder.ForwardingBackend;
import org.rav1ebygop.rav1e.settings.Rav1eSettings;

/// The backend `librav1e`.
public final class Librav1eBackendProvider implements EncoderBackendProvider {
  static final String ID = "librav1e";

  /// Finds nothing yet.
  public Librav1eBackendProvider() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "librav1e 0.5 or newer, the library of rav1e; other bytes than rav1e unless tune=psnr";
  }

  @Override
  public List<OptionSpec> options() {
    return Librav1eOptions.SPECS;
  }

  @Override
  public Availability availability(Options options) {
    try {
      Librav1e library = library(options);
      return new Availability.Available(
          "librav1e %s at %s".formatted(library.version(), library.name()));
    } catch (GopException e) {
      return new Availability.Unavailable(e.getMessage());
    }
  }

  @Override
  public EncoderBackend open(VideoFormat format, EncoderSettings settings) {
    Librav1eOptions.requireKnown(settings.options());
    boolean isolated = Librav1eOptions.isolated(settings.options());
    boolean measured = Librav1eOptions.measured(settings.options());
    Rav1eSettings rav1eSettings = Rav1eSettings.of(settings);
    Librav1e library = library(settings.options());
    Recipe recipe = Recipe.of(format, rav1eSettings, Dialect.of(library), measured);
    var job = new Job(library, format, recipe, rav1eSettings);
    job.tryOut();
    EncoderBackend backend = isolated ? job.isolated() : new InProcessBackend(job);
    return measured ? new ForwardingBackend(backend, MeasuredEncoder::new) : backend;
  }

  private static Librav1e library(Options options) {
    return LibraryFinder.ofSystem().find(options.get(Librav1eOptions.PATH));
  }
}
