package org.rav1ebygop.engine.resources;

/// What the governor may do to the slots of this machine.
public interface SlotControl {
  /// Leases that are out and were not given back.
  int leased();

  /// Whether the encoder of a lease that was given back has not ended yet.
  boolean ending();

  /// Gives out no lease beyond this many at a time; those that are out stay. With 0 nothing more is
  /// leased until the limit is raised.
  ///
  /// @param slots 0 or more
  /// @param reason one line, for the user
  void limit(int slots, String reason);

  /// Ends the lease that is youngest, without counting it as an attempt.
  ///
  /// @param reason one line
  /// @return false when there is none that can be ended so
  boolean giveBackYoungest(String reason);
}
