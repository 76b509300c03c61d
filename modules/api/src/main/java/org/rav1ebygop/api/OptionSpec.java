package org.rav1ebygop.api;

/// An option a provider understands.
///
/// @param name without dashes, lower case, words joined by `-`
/// @param value what goes after the equals sign in help texts; empty for a switch
/// @param description one line
public record OptionSpec(String name, String value, String description) {
  /// How help texts show it: `tune=TUNE`.
  @Override
  public String toString() {
    return value.isEmpty() ? name : name + "=" + value;
  }
}
