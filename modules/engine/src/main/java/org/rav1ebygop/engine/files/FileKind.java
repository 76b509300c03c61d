package org.rav1ebygop.engine.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.rav1ebygop.api.spi.MuxerProvider;

/// What a file holds, recognised by how it begins.
///
/// @param name in the plural or with an article, such as `events` or `a film of format ivf`
/// @param recognized whether a file that begins with these bytes is of this kind
public record FileKind(String name, Predicate<byte[]> recognized) {
  /// Text that begins with these characters, all of them ASCII. A beginning that was cut off within
  /// them counts: a disk may have been full.
  public static FileKind text(String name, String beginning) {
    return new FileKind(
        name,
        bytes -> {
          String found = new String(bytes, ISO_8859_1);
          return found.startsWith(beginning) || beginning.startsWith(found);
        });
  }

  /// What a muxer makes.
  public static FileKind film(MuxerProvider muxer) {
    return new FileKind("a film of format " + muxer.id(), muxer::recognizes);
  }

  /// Whether a file is of this kind, or is empty, which is nothing to lose.
  boolean isThatOf(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] beginning = in.readNBytes(MuxerProvider.BEGINNING);
      return beginning.length == 0 || recognized.test(beginning);
    }
  }
}
