package org.rav1ebygop.api.spi;

import java.util.List;

/// What is known of a worker on another machine.
///
/// @param worker as in [Slot#worker]
/// @param trouble one line that says why it cannot be used now; empty when it can, and then what
///   follows is known
/// @param software name and version of its program
/// @param encoders what encodes there: a name and version each, one line
/// @param slots all that it has
/// @param busy slots that encode now
/// @param clients that it works for
/// @param pixelRate pixels of luma that one slot encodes in a second, of late; 0 when nothing was
///   encoded yet
public record WorkerInfo(
    String worker,
    String trouble,
    String software,
    List<String> encoders,
    int slots,
    int busy,
    int clients,
    double pixelRate) {
  /// Copies the list.
  public WorkerInfo {
    encoders = List.copyOf(encoders);
  }

  /// Whether it can be used now.
  public boolean isUsable() {
    return trouble.isEmpty();
  }

  /// A worker that cannot be used now.
  public static WorkerInfo absent(String worker, String trouble) {
    return new WorkerInfo(worker, trouble, "", List.of(), 0, 0, 0, 0);
  }
}
