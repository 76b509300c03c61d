package org.rav1ebygop.cli;

import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.DecoderProvider;
import org.rav1ebygop.registry.ProviderKind;
import org.rav1ebygop.registry.Registered;
import org.rav1ebygop.registry.Registry;

/// The decoder there is to prove films with.
///
/// @param provider null when none can work here
/// @param options for the provider
/// @param detail what was found, or why nothing was
record DecoderChoice(@Nullable DecoderProvider provider, Options options, String detail) {
  /// The one of that id, or without an id the first that can work.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind USAGE when there is none of that id
  static DecoderChoice of(Registry registry, @Nullable String id, @Nullable String dav1d) {
    if (id != null) {
      registry.require(ProviderKind.DECODER, id);
    }
    String missing = "there is no decoder";
    for (Registered<DecoderProvider> found : registry.all(ProviderKind.DECODER)) {
      DecoderProvider provider = found.provider();
      if (id == null || provider.id().equals(id)) {
        Options options = options(provider, dav1d);
        switch (provider.availability(options)) {
          case Availability.Available(String detail) -> {
            return new DecoderChoice(provider, options, detail);
          }
          case Availability.Unavailable(String reason) -> missing = reason;
        }
      }
    }
    return new DecoderChoice(null, Options.NONE, missing);
  }

  /// What was found, without where.
  String name() {
    return detail.replaceFirst(" at .*", "");
  }

  private static Options options(DecoderProvider provider, @Nullable String dav1d) {
    return dav1d != null && provider.id().equals("dav1d")
        ? Options.NONE.with("path", dav1d)
        : Options.NONE;
  }
}
