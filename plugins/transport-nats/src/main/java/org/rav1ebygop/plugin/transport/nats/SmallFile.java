package org.rav1ebygop.plugin.transport.nats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.rav1ebygop.api.GopException;

/// Files that users name.
final class SmallFile {
  /// More than any credentials or certificates have.
  private static final int MAX_BYTES = 1 << 20;

  private SmallFile() {}

  /// @param what the file is, for messages
  /// @throws GopException of kind USAGE when it cannot be read
  static String read(Path file, String what) {
    try {
      if (!Files.exists(file)) {
        throw new NoSuchFileException(file.toString());
      }
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
        throw GopException.usage("%s %s is no file, or too long".formatted(what, file));
      }
      return Files.readString(file, ISO_8859_1);
    } catch (NoSuchFileException _) {
      throw GopException.usage("%s %s is not there".formatted(what, file));
    } catch (AccessDeniedException _) {
      throw GopException.usage("%s %s: no permission to read it".formatted(what, file));
    } catch (IOException e) {
      throw GopException.usage("%s %s cannot be read: %s".formatted(what, file, e));
    }
  }
}
