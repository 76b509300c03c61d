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
import org.rav1ebygop.registry.Registry;

/// Where a film is encoded.
///
/// @param here makes the slots of this machine; null when it does not encode
/// @param others the workers on other machines, or null; never null when not here
record Places(@Nullable TransportProvider here, @Nullable Others others) {
  private static final String USUAL_FILE = "workers.toml";
  private static final String LOCAL = "local";
  private static final String LISTED = "websocket";
  private static final String FILE_OPTION = "workers";
  private static final String PATIENCE_OPTION = "patience";

  /// Workers on other machines.
  ///
  /// @param options for the provider
  /// @param name where they are found, such as `listed in workers.toml`
  /// @param detail what the transport says of them, such as how many there are; may be empty
  /// @param alone whether nobody else encodes: then the job ends when no worker is there for long
  record Others(
      TransportProvider provider, Options options, String name, String detail, boolean alone) {
    /// A transport to them, that the job closes.
    ///
    /// @throws GopException of kind USAGE when the options make no sense
    Transport open() {
      return provider.open(alone ? options : options.with(PATIENCE_OPTION, "0"));
    }

    /// Such as `workers listed in workers.toml`.
    @Override
    public String toString() {
      return "workers " + name + (detail.isEmpty() ? "" : ": " + detail);
    }
  }

  /// Whether this machine encodes.
  boolean isHere() {
    return here != null;
  }

  /// What the options say; a file of workers is read to see whether it makes sense.
  ///
  /// @throws GopException of kind USAGE when they make none, of kind ENVIRONMENT when this program
  ///   cannot reach workers
  static Places of(EncodeCommand command, Registry registry) {
    WorkerOptions wish = command.places;
    if (wish.noLocal && command.localWorkers != null) {
      throw GopException.usage("--no-local and --local-workers exclude each other");
    }
    TransportProvider chosen = registry.require(ProviderKind.TRANSPORT, wish.transport);
    Options options = Names.options(wish.transportOptions);
    Others others =
        chosen.isElsewhere()
            ? elsewhere(chosen, options, wish.workers, wish.noLocal)
            : listed(file(wish.workers), registry, wish.noLocal);
    if (wish.noLocal && others == null) {
      throw GopException.usage(
          "--no-local needs workers, and there is no %s here; name their file with --workers"
              .formatted(USUAL_FILE));
    }
    if (wish.noLocal) {
      return new Places(null, others);
    }
    if (chosen.isElsewhere()) {
      return new Places(registry.require(ProviderKind.TRANSPORT, LOCAL), others);
    }
    options.requireKnown("transport " + chosen.id(), chosen.options());
    return new Places(chosen, others);
  }

  /// A transport for the slots of this machine.
  ///
  /// @param slots how many it may offer
  static Transport local(TransportProvider provider, WorkerOptions wish, int slots) {
    Options options =
        provider.id().equals(wish.transport) ? Names.options(wish.transportOptions) : Options.NONE;
    boolean counts = provider.options().stream().anyMatch(option -> option.name().equals("slots"));
    return provider.open(
        counts && options.get("slots") == null ? options.with("slots", "" + slots) : options);
  }

  /// Workers by way of a transport that was chosen.
  ///
  /// @param file that lists them, or null
  /// @param alone whether nobody else encodes
  /// @throws GopException of kind USAGE when the options make no sense, of kind ENVIRONMENT when
  ///   this program cannot reach workers
  static Others elsewhere(
      TransportProvider provider, Options options, @Nullable String file, boolean alone) {
    if (!provider.id().equals(LISTED)) {
      if (file != null) {
        throw GopException.usage(
            "--workers is for --transport %s; a job uses that or %s"
                .formatted(LISTED, provider.id()));
      }
      return others(provider, options, "by way of " + provider.id(), alone);
    }
    if (options.get(FILE_OPTION) == null) {
      String found = file(file);
      if (found == null) {
        throw GopException.usage(
            "there is no %s here that lists workers; name their file with --workers"
                .formatted(USUAL_FILE));
      }
      return others(provider, options.with(FILE_OPTION, found), "listed in " + found, alone);
    }
    return others(provider, options, "listed in " + options.get(FILE_OPTION), alone);
  }

  private static @Nullable Others listed(@Nullable String file, Registry registry, boolean alone) {
    return file == null
        ? null
        : others(
            registry.require(ProviderKind.TRANSPORT, LISTED),
            Options.NONE.with(FILE_OPTION, file),
            "listed in " + file,
            alone);
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

  private static Others others(
      TransportProvider provider, Options options, String name, boolean alone) {
    String detail =
        switch (provider.availability(options)) {
          case Availability.Available(String found) -> found;
          case Availability.Unavailable(String reason) ->
              throw GopException.environment("workers cannot be reached: " + reason, null);
        };
    var others = new Others(provider, options, name, detail, alone);
    others.open().close();
    return others;
  }
}
