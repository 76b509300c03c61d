package org.rav1ebygop.api;

/// An option a provider understands.
///
/// @param name without dashes, lower case, words joined by `-`
/// @param value what goes after the equals sign in help texts; empty for a switch
/// @param description one line
/// @param scope where the value makes sense
public record OptionSpec(String name, String value, String description, Scope scope) {
  /// Where the value of an option makes sense.
  public enum Scope {
    /// Everywhere: it may be sent to another machine.
    ANYWHERE,
    /// Only here: it names a file or program of this machine, and no other machine must be told to
    /// open it.
    THIS_MACHINE
  }

  /// An option that makes sense everywhere.
  public OptionSpec(String name, String value, String description) {
    this(name, value, description, Scope.ANYWHERE);
  }

  /// How help texts show it: `tune=TUNE`.
  @Override
  public String toString() {
    return value.isEmpty() ? name : name + "=" + value;
  }
}
