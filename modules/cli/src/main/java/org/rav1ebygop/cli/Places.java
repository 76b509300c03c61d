package org.rav1ebygop.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.TransportProvider;
import org.rav1ebygop.registry.ProviderKind;
import org.rav1ebygop.registry.Registered;
import org.rav1ebygop.registry.Registry;

/// Where a film is encoded.
///
/// @param here whether on this machine
/// @param others the workers on other machines, or null; never null when not here
record Places(boolean here, @Nullable Others others) {
  private static final String USUAL_FILE = "workers.toml";
  private static final String TRANSPORT = "websocket";
  private static final String FILE_OPTION = "workers";
  private static final String PATIENCE_OPTION = "patience";

  /// The workers of a file.
  ///
  /// @param file as the user named it
  /// @param detail what the transport says of it, such as how many workers it lists; may be empty
  /// @param alone whether nobody else encodes: then the job ends when no worker is there for long
  record Others(TransportProvider provider, String file, String detail, boolean alone) {
    /// A transport to them, that the job closes.
    ///
    /// @throws GopException of kind USAGE when the file makes no sense
    Transport open() {
      Options options = options(file);
      return provider.open(alone ? options : options.with(PATIENCE_OPTION, "0"));
    }

    /// Such as `workers listed in workers.toml`.
    @Override
    public String toString() {
      return "workers listed in " + file + (detail.isEmpty() ? "" : ": " + detail);
    }
  }

  /// What the options say; the file is read to see whether it makes sense.
  ///
  /// @throws GopException of kind USAGE when they make none, of kind ENVIRONMENT when this program
  ///   cannot reach workers
  static Places of(EncodeCommand command, Registry registry) {
    String file = file(command.places.workers);
    boolean here = !command.places.noLocal;
    if (!here && file == null) {
      throw GopException.usage(
          "--no-local needs workers, and there is no %s here; name their file with --workers"
              .formatted(USUAL_FILE));
    }
    if (!here && command.localWorkers != null) {
      throw GopException.usage("--no-local and --local-workers exclude each other");
    }
    return new Places(here, file == null ? null : others(file, registry, !here));
  }

  private static @Nullable String file(@Nullable String named) {
    if (named == null) {
      return Files.isRegularFile(Path.of(USUAL_FILE)) ? USUAL_FILE : null;
    }
    Path path = Destination.path(named);
    if (!Files.exists(path)) {
      throw GopException.usage("--workers: there is no file " + named);
    }
    if (Files.isDirectory(path)) {
      throw GopException.usage("--workers: %s is a folder; name a file".formatted(named));
    }
    return named;
  }

  private static Others others(String file, Registry registry, boolean alone) {
    TransportProvider provider =
        registry.all(ProviderKind.TRANSPORT).stream()
            .map(Registered::provider)
            .filter(found -> found.id().equals(TRANSPORT))
            .findFirst()
            .orElseThrow(() ->
                GopException.environment(
                    "%s lists workers, but there is no transport '%s' here to reach them; 'rav1e-by-gop plugins' lists what there is"
                        .formatted(file, TRANSPORT),
                    null));
    String detail =
        switch (provider.availability(options(file))) {
          case Availability.Available(String found) -> found;
          case Availability.Unavailable(String reason) ->
              throw GopException.environment("workers cannot be reached: " + reason, null);
        };
    var others = new Others(provider, file, detail, alone);
    others.open().close();
    return others;
  }

  private static Options options(String file) {
    return Options.NONE.with(FILE_OPTION, file);
  }
}
