package org.rav1ebygop.child.encoder;

import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;

/// An option of an encoder that is passed on as it is: a whole number.
///
/// @param name the same as the flag of the encoder
/// @param min smallest value
/// @param max largest value
/// @param description one line
public record NumberOption(String name, int min, int max, String description) {
  /// How the provider lists it.
  public OptionSpec spec() {
    return new OptionSpec(name, min + "-" + max, description);
  }

  /// Adds the flag when the option is set.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind USAGE when the value is out of its range
  public void add(Options options, ArgumentList arguments) {
    if (options.get(name) != null) {
      arguments.add(name, options.getInt(name, min, min, max));
    }
  }
}
