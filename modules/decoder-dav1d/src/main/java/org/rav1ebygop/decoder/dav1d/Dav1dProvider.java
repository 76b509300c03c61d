package org.rav1ebygop.decoder.dav1d;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.Decoder;
import org.rav1ebygop.api.spi.DecoderProvider;

/// The decoder `dav1d`.
public final class Dav1dProvider implements DecoderProvider {
  private static final String ID = "dav1d";
  private static final OptionSpec PATH =
      new OptionSpec("path", "FILE", "The dav1d to use", OptionSpec.Scope.THIS_MACHINE);

  /// What dav1d calls the containers.
  private static final Map<String, String> DEMUXERS = Map.of("ivf", "ivf", "obu", "section5");

  /// One thread, so that as many films are decoded at a time as somebody decided; no grain; no
  /// tolerance.
  private static final List<String> ARGUMENTS =
      List.of("--quiet", "--threads", "1", "--filmgrain", "0", "--strict", "1");

  /// Finds nothing yet.
  public Dav1dProvider() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "dav1d 1.0 or newer, one process for each film or GOP";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(PATH);
  }

  @Override
  public Availability availability(Options options) {
    try {
      return new Availability.Available(find(options).describe());
    } catch (GopException e) {
      return new Availability.Unavailable(e.getMessage());
    }
  }

  @Override
  public Set<String> containers() {
    return DEMUXERS.keySet();
  }

  @Override
  public Decoder open(Path film, String container, Options options) {
    options.requireKnown(ID, options());
    String demuxer = DEMUXERS.get(container);
    if (demuxer == null) {
      throw GopException.usage("dav1d does not read '%s', only ivf and obu".formatted(container));
    }
    Dav1d dav1d = find(options);
    var arguments = new ArrayList<>(ARGUMENTS);
    arguments.addAll(List.of("--demuxer", demuxer, "--input", film.toAbsolutePath().toString()));
    arguments.addAll(List.of("--muxer", "yuv4mpeg2", "--output", "-"));
    try {
      return dav1d.start(arguments, process -> new Dav1dDecoder(process, Watchdog.LIMIT));
    } catch (IOException e) {
      throw GopException.environment(
          "%s cannot be started: %s".formatted(dav1d.path(), e.getMessage()), e);
    }
  }

  private static Dav1d find(Options options) {
    return Dav1d.find(options.get(PATH.name()));
  }
}
