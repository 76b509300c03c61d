package org.rav1ebygop.encoder.rav1e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.VideoFormat;

/// Programs that behave badly.
final class Script {
  private static final Set<String> FLAGS =
      Set.of("no-scene-detection", "keyint", "speed", "quantizer", "tiles", "range");

  private Script() {}

  /// Writes an executable shell script.
  static Path write(Path folder, String... lines) {
    try {
      Path file = Files.createTempFile(folder, "fake", ".sh");
      Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
      return file;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// A backend whose encoders run the script without any check before.
  static Rav1eBackend backend(Path script, VideoFormat format) {
    var settings = new EncoderSettings(10, 120, null, 1, Options.NONE);
    return new Rav1eBackend(EncodeCommand.of(new Rav1e(script, "0.0.0", FLAGS), format, settings));
  }
}
