package org.rav1ebygop.child.encoder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.child.process.LogQuote;

/// Programs that behave badly.
final class Script {
  private static final LogQuote QUOTE = new LogQuote(List.of("error"), List.of("encoded "));

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

  /// How to call the script as an encoder.
  static ChildCommand command(Path script, VideoFormat format) {
    return new ChildCommand("fake", List.of(script.toString()), Map.of(), format, 10, QUOTE);
  }

  /// A backend whose encoders run the script.
  static ChildBackend backend(Path script, VideoFormat format) {
    ChildCommand command = command(script, format);
    var identity = new EncoderIdentity("fake", "0.0.0", command.fingerprint(List.of()));
    return new ChildBackend(command, identity, 1 << 20);
  }
}
