package org.rav1ebygop.encoder.rav1e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Programs that behave badly.
final class Script {
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
}
