package org.rav1ebygop.protocol;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.session.WorkerSession;

/// Bounds the connections that have no job: those whose clients have not proven the password, and
/// those who have and say nothing more.
final class HalfOpen {
  private static final int MOST = 64;

  private HalfOpen() {}

  /// Ends one of each kind when there are too many.
  ///
  /// @param connections the oldest first
  static void limit(Map<Connection, WorkerSession> connections) {
    limit(connections, WorkerSession::isUnproven, "too many connections without a password");
    limit(connections, WorkerSession::isIdle, "too many connections without a job");
  }

  /// Ends the oldest of the peer that has most of them. Peers of neighbouring networks may be one
  /// person: first the neighbourhood with most of them is chosen, then the peer in it.
  private static void limit(
      Map<Connection, WorkerSession> connections, Predicate<WorkerSession> kind, String text) {
    List<Map.Entry<Connection, WorkerSession>> some =
        connections.entrySet().stream().filter(one -> kind.test(one.getValue())).toList();
    if (some.size() > MOST) {
      var near = most(some, PeerGroup::neighbourhood);
      var oldest = most(near, PeerGroup::of).getFirst();
      oldest.getValue().end(EndReason.BUSY, text);
    }
  }

  /// Those of the group that has most of them, the oldest first.
  private static List<Map.Entry<Connection, WorkerSession>> most(
      List<Map.Entry<Connection, WorkerSession>> some, Function<String, String> group) {
    return some.stream()
        .collect(
            Collectors.groupingBy(
                one -> group.apply(one.getKey().peer()), LinkedHashMap::new, Collectors.toList()))
        .values()
        .stream()
        .max(Comparator.comparingInt(List::size))
        .orElse(some);
  }
}
