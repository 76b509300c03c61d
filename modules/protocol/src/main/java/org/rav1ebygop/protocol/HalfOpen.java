package org.rav1ebygop.protocol;

import java.util.HashMap;
import java.util.Map;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.session.WorkerSession;

/// Bounds the connections whose clients have not proven the password.
final class HalfOpen {
  private static final int MOST = 64;

  private HalfOpen() {}

  /// Ends the oldest of the address that has most of them, when there are too many.
  ///
  /// @param connections the oldest first
  static void limit(Map<Connection, WorkerSession> connections) {
    var count = new HashMap<String, Integer>();
    int all = 0;
    for (Map.Entry<Connection, WorkerSession> entry : connections.entrySet()) {
      if (entry.getValue().isUnproven()) {
        count.merge(entry.getKey().peer(), 1, Integer::sum);
        all++;
      }
    }
    if (all <= MOST) {
      return;
    }
    int most = count.values().stream().mapToInt(n -> n).max().orElse(0);
    for (Map.Entry<Connection, WorkerSession> entry : connections.entrySet()) {
      WorkerSession session = entry.getValue();
      if (session.isUnproven() && count.getOrDefault(entry.getKey().peer(), 0) == most) {
        session.end(EndReason.BUSY, "too many connections without a password");
        return;
      }
    }
  }
}
