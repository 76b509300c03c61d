package org.rav1ebygop.plugin.svt.av1;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.EncoderBackendProvider;

/// The backend `svt-av1`.
public final class SvtAv1Provider implements EncoderBackendProvider {
  private static final String PROGRAM = "SvtAv1EncApp";
  private static final String MISSING = "there is no SvtAv1EncApp in PATH: install svt-av1";

  /// Finds nothing yet.
  public SvtAv1Provider() {}

  @Override
  public String id() {
    return "svt-av1";
  }

  @Override
  public String description() {
    return "SVT-AV1, one process for each GOP";
  }

  @Override
  public Availability availability(Options options) {
    String path = System.getenv("PATH");
    return Stream.of((path == null ? "" : path).split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, PROGRAM))
        .filter(Files::isExecutable)
        .findFirst()
        .<Availability>map(file -> new Availability.Available(file.toString()))
        .orElse(new Availability.Unavailable(MISSING));
  }

  @Override
  public EncoderBackend open(VideoFormat format, EncoderSettings settings) {
    throw GopException.environment("encoding with SVT-AV1 comes with the next change", null);
  }
}
