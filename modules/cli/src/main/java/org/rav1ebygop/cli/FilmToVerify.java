package org.rav1ebygop.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.MuxerProvider;
import org.rav1ebygop.engine.proof.FilmFile;
import org.rav1ebygop.registry.ProviderKind;
import org.rav1ebygop.registry.Registered;
import org.rav1ebygop.registry.Registry;

/// A film to look at. What is in a container is copied out of it for that long.
///
/// @param file the video alone
/// @param kind of file that the user named
/// @param extracted whether the file is a copy, whose header tells nothing of the film
record FilmToVerify(FilmFile file, String kind, boolean extracted) implements AutoCloseable {
  /// @throws GopException of kind INPUT when it is no film that can be read here
  static FilmToVerify of(Path path, Registry registry) {
    String name = path.getFileName().toString();
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    List<MuxerProvider> containers =
        registry.all(ProviderKind.MUXER).stream()
            .map(Registered::provider)
            .filter(provider -> provider.extensions().contains(extension))
            .toList();
    for (MuxerProvider container : containers) {
      Path copy = copy();
      boolean done = false;
      try {
        if (container.extract(path, copy)) {
          var film = new FilmToVerify(FilmFile.of(copy), extension.toUpperCase(Locale.ROOT), true);
          done = true;
          return film;
        }
      } finally {
        if (!done) {
          delete(copy);
        }
      }
    }
    FilmFile file = FilmFile.of(path);
    return new FilmToVerify(file, file.container().equals("ivf") ? "IVF" : "raw OBU", false);
  }

  @Override
  public void close() {
    if (extracted) {
      delete(file.path());
    }
  }

  private static Path copy() {
    try {
      Path copy = Files.createTempFile("rav1e-by-gop-", ".ivf");
      copy.toFile().deleteOnExit();
      return copy;
    } catch (IOException e) {
      throw GopException.environment("no temporary file can be made: " + e.getMessage(), e);
    }
  }

  private static void delete(Path copy) {
    try {
      Files.deleteIfExists(copy);
    } catch (IOException _) {
      // it goes when the program ends
    }
  }
}
