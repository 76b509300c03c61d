package org.rav1ebygop.engine.lease;

import java.util.List;

/// What it means for a GOP that a lease of it is over and brought nothing.
///
/// @param again whether the GOP may be tried again
/// @param lostOn workers that vanished while they had it
/// @param nowSuspect whether there are just now so many of them that it is suspect
/// @param here whether this machine has slots
/// @param allTroubled whether every worker lacks something, again and again
record Over(
    Left left,
    boolean again,
    List<String> lostOn,
    boolean nowSuspect,
    boolean here,
    boolean allTroubled) {
  /// What is left of the GOP.
  enum Left {
    /// It is finished.
    FINISHED,
    /// Another slot is at it.
    IN_WORK,
    /// Nobody is at it.
    ALONE
  }
}
