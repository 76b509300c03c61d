package org.rav1ebygop.api;

/// Whether a provider can work on this machine.
public sealed interface Availability {
  /// It can.
  ///
  /// @param detail what it found, such as a version and a path; may be empty
  record Available(String detail) implements Availability {}

  /// It cannot.
  ///
  /// @param reason one line that says what is missing and how to get it
  record Unavailable(String reason) implements Availability {}
}
