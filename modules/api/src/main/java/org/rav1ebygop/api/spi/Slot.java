package org.rav1ebygop.api.spi;

/// A place where one GOP at a time is encoded.
///
/// @param worker name of the machine it is on, as users see it; `local` for this one
/// @param number among the slots of that worker, from 1
public record Slot(String worker, int number) {
  @Override
  public String toString() {
    return worker + "/" + number;
  }
}
