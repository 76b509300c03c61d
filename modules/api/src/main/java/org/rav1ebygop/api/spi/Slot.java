package org.rav1ebygop.api.spi;

/// A place where one GOP at a time is encoded.
///
/// @param worker name of the machine it is on, as users see it; [#LOCAL] for this one
/// @param number among the slots of that worker, from 1
public record Slot(String worker, int number) {
  /// The name of this machine.
  public static final String LOCAL = "local";

  /// Whether it is on this machine.
  public boolean isLocal() {
    return worker.equals(LOCAL);
  }

  @Override
  public String toString() {
    return worker + "/" + number;
  }
}
