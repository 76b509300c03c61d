package org.rav1ebygop.engine.job;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// An unfinished job that an earlier run has left.
///
/// @param folder where it is
/// @param finished GOPs that are finished
/// @param gops of the whole film, or -1 as long as that is not known
/// @param changed when it was last worked on
/// @param differences why another job cannot go on with it, one clause each, such as
///   `encoder.quantizer was 100, is 80`; empty when it can
public record EarlierJob(
    Path folder, int finished, int gops, Instant changed, List<String> differences) {
  /// Copies the list.
  public EarlierJob {
    differences = List.copyOf(differences);
  }

  /// Whether the other job can go on with it.
  public boolean fits() {
    return differences.isEmpty();
  }
}
