package org.rav1ebygop.cli;

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
  private static final String LOCAL = "local";
  private static final String LISTED = "websocket";
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
  /// @param lookup finds the file
  /// @throws GopException of kind USAGE when they make none, of kind ENVIRONMENT when this program
  ///   cannot reach workers
  static Places of(EncodeCommand command, Registry registry, WorkersLookup lookup) {
    WorkerOptions wish = command.places;
    if (wish.noLocal && command.localWorkers != null) {
      throw GopException.usage("--no-local and --local-workers exclude each other");
    }
    TransportProvider chosen = registry.require(ProviderKind.TRANSPORT, wish.transport);
    Options options = Names.options(wish.transportOptions);
    Others others =
        chosen.isElsewhere()
            ? elsewhere(chosen, options, wish.workers, wish.noLocal, lookup)
            : listed(wish, registry, lookup);
    if (wish.noLocal && others == null) {
      throw GopException.usage(
          "--no-local needs workers, and %s; name their file with --workers"
              .formatted(lookup.missing()));
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
  /// @param lookup finds the file
  /// @throws GopException of kind USAGE when the options make no sense, of kind ENVIRONMENT when
  ///   this program cannot reach workers
  static Others elsewhere(
      TransportProvider provider,
      Options options,
      @Nullable String file,
      boolean alone,
      WorkersLookup lookup) {
    if (!provider.id().equals(LISTED)) {
      if (file != null && !file.equals(WorkersLookup.NONE)) {
        throw GopException.usage(
            "--workers is for --transport %s; a job uses that or %s"
                .formatted(LISTED, provider.id()));
      }
      return others(provider, options, "by way of " + provider.id(), alone);
    }
    String named = WorkersLookup.named(options);
    if (named != null) {
      return listed(provider, options, named, alone);
    }
    WorkersLookup.Found found = lookup.find(file, provider);
    if (found == null) {
      throw GopException.usage(
          "no workers: %s; name their file with --workers".formatted(lookup.missing()));
    }
    return listed(provider, found.in(options), found.name(), alone);
  }

  private static @Nullable Others listed(
      WorkerOptions wish, Registry registry, WorkersLookup lookup) {
    TransportProvider provider = registry.require(ProviderKind.TRANSPORT, LISTED);
    WorkersLookup.Found found = lookup.find(wish.workers, provider);
    return found == null
        ? null
        : listed(provider, found.in(Options.NONE), found.name(), wish.noLocal);
  }

  private static Others listed(
      TransportProvider provider, Options options, String file, boolean alone) {
    return checked(new Others(provider, options, "listed in " + file, "", alone));
  }

  private static Others others(
      TransportProvider provider, Options options, String name, boolean alone) {
    return switch (provider.availability(options)) {
      case Availability.Available(String found) ->
          checked(new Others(provider, options, name, found, alone));
      case Availability.Unavailable(String reason) ->
          throw GopException.environment("workers cannot be reached: " + reason, null);
    };
  }

  private static Others checked(Others others) {
    others.open().close();
    return others;
  }
}
