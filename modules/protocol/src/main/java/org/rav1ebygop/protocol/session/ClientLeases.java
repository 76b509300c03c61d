package org.rav1ebygop.protocol.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.ProtocolException;

/// The leases of a client at one worker: those that were announced, by their numbers, and those
/// that wait for an offer. A lease gets its number when it is announced and not before, so that
/// both sides count the same leases: one that ends while it waits leaves no gap that the worker
/// would take for an offer still open.
final class ClientLeases {
  private final NavigableMap<Integer, ClientLease> announced = new TreeMap<>();
  private final Deque<ClientLease> waiting = new ArrayDeque<>();
  private int lastAnnounced;
  private int lastSender;
  private @Nullable ClientLease sender;

  /// Number up to which leases may be announced.
  private int offered;

  void add(ClientLease lease) {
    waiting.add(lease);
  }

  /// Forgets a lease.
  void remove(ClientLease lease) {
    announced.remove(lease.terms().lease(), lease);
    waiting.remove(lease);
  }

  Collection<ClientLease> all() {
    var all = new ArrayList<>(announced.values());
    all.addAll(waiting);
    return all;
  }

  /// The announced lease of that number, or null when it has ended.
  @Nullable ClientLease find(int number) {
    return announced.get(number);
  }

  /// The greatest number that was ever announced, 0 when there was none.
  int lastAnnounced() {
    return lastAnnounced;
  }

  /// Leases up to this number may be announced from now on.
  void offer(int number) {
    offered = number;
    announce();
  }

  /// Nothing is offered any more.
  void withdrawOffers() {
    offered = 0;
  }

  /// Offers that no lease waits for.
  int unused() {
    return Math.max(0, offered - lastAnnounced - waiting.size());
  }

  /// Announces those that wait, as far as offers go.
  void announce() {
    waiting.removeIf(ClientLease::over);
    while (offered > lastAnnounced && !waiting.isEmpty()) {
      ClientLease lease = waiting.remove();
      announced.put(++lastAnnounced, lease);
      lease.announce(lastAnnounced);
    }
  }

  /// The worker has no place for a lease: it waits for the next offer, before all others.
  void declined(ClientLease lease) throws ProtocolException {
    lease.declined();
    if (!lease.over()) {
      announced.remove(lease.terms().lease());
      waiting.addFirst(lease);
      announce();
    }
  }

  /// What is under way at the worker.
  List<Message.Held> held() {
    return announced.values().stream().filter(ClientLease::lasts).map(ClientLease::held).toList();
  }

  /// Goes on with what the worker still has. A lease that never reached it is announced anew,
  /// before all others.
  ///
  /// @param gone ends a lease that the worker no longer has
  void resume(List<Message.Resumed> resumed, Gone gone) throws ProtocolException {
    Map<Integer, Message.Resumed> known =
        resumed.stream()
            .collect(
                Collectors.toMap(Message.Resumed::lease, Function.identity(), (_, last) -> last));
    for (ClientLease lease : List.copyOf(announced.descendingMap().values())) {
      Message.Resumed has = known.get(lease.terms().lease());
      if (!lease.lasts()) {
        continue;
      }
      if (has != null) {
        lease.resume(has);
      } else if (lease.isUntouched()) {
        announced.remove(lease.terms().lease());
        lease.withdraw();
        waiting.addFirst(lease);
      } else {
        gone.end(lease);
      }
    }
  }

  /// What to do with a lease that the worker no longer has.
  interface Gone {
    void end(ClientLease lease);
  }

  /// Keeps the frame of the last piece until the action is run.
  Runnable lend() {
    ClientLease last = sender;
    return last == null ? () -> {} : last.lend();
  }

  /// The next piece of a frame to send, or null. Leases take turns, a piece each.
  @Nullable Message bulk() {
    for (int round = 0; round < 2; round++) {
      for (ClientLease lease : announced.tailMap(lastSender, false).values()) {
        Message message = lease.bulk();
        if (message != null) {
          lastSender = lease.terms().lease();
          sender = lease;
          return message;
        }
      }
      lastSender = 0;
    }
    return null;
  }
}
