package org.rav1ebygop.cli;

/// What a job leaves when it comes to no film.
///
/// @param gops where finished GOPs are
/// @param overwrite whether the user asked to start over, and must not do so again
record Leftovers(GopFolder gops, boolean overwrite) {
  /// What to say of a job that was interrupted.
  ///
  /// @param finished GOPs
  String ofInterrupted(int finished) {
    if (finished == 0) {
      return "interrupted before any GOP was finished";
    }
    if (gops.isTemporary()) {
      return "interrupted; finished GOPs are deleted, since no --temp FOLDER says where to keep them";
    }
    return "interrupted; finished GOPs are kept, run again with --resume"
        + (overwrite ? " instead of --overwrite" : "");
  }

  /// The options with which a run finishes what is missing.
  String resumeWith() {
    return gops.state().resumeWith();
  }
}
