package org.rav1ebygop.api.spi;

import java.util.List;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;

/// What every provider tells about itself. Providers have a public constructor without arguments
/// that does nothing costly, and keep no state.
public interface Provider {
  /// The name users choose it by: lower-case letters, digits and `-`, starting with a letter;
  /// unique among the providers of its kind.
  String id();

  /// One line, no full stop at its end.
  String description();

  /// The options it understands beyond the common ones.
  default List<OptionSpec> options() {
    return List.of();
  }

  /// Whether it can work on this machine. May start a program and wait for it for a few seconds,
  /// but leaves nothing behind and does not throw.
  default Availability availability(Options options) {
    return new Availability.Available("");
  }
}
