package org.rav1ebygop.protocol.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.ProtocolException;

/// A client's job at a worker, over as many connections as it takes, one at a time.
public final class WorkerJob {
  private final Message.Job job;
  private final Conditions conditions;
  private final Map<Integer, WorkerLease> leases = new LinkedHashMap<>();
  private @Nullable WorkerSession session;
  private int lastLease;
  private int packetWindow;
  private int offered = -1;

  /// What the worker grants.
  ///
  /// @param identity of the encoder
  /// @param codings those of the job that are known here
  /// @param frameWindow frames that may be under way in a lease
  /// @param maxLeases that may be open at a time
  public record Conditions(
      EncoderIdentity identity, List<String> codings, int frameWindow, int maxLeases) {}

  /// A job that was opened by a [Effect.OpenJob].
  public WorkerJob(Message.Job job, Conditions conditions) {
    this.job = job;
    this.conditions = conditions;
    this.packetWindow = job.packetWindow();
  }

  /// As it was opened first.
  public Message.Job job() {
    return job;
  }

  /// Leases whose encoder has something to do.
  public int busy() {
    return (int) leases.values().stream().filter(lease -> !lease.over()).count();
  }

  /// All leases that were not confirmed or cancelled.
  public Collection<WorkerLease> leases() {
    return List.copyOf(leases.values());
  }

  /// Whether there is a connection.
  public boolean attached() {
    return session != null;
  }

  /// How many leases may be open.
  public int offered() {
    return Math.max(0, offered);
  }

  /// Changes how many leases may be open.
  public void offer(int slots) {
    if (slots != offered && attached()) {
      offered = slots;
      say(new Message.Offer(slots));
    }
  }

  /// Ends everything.
  public void end(EndReason reason, String text) {
    leases().forEach(WorkerLease::cancel);
    leases.clear();
    WorkerSession current = session;
    if (current != null) {
      current.end(reason, text);
    }
  }

  WorkerLease open(Message.Lease terms) throws ProtocolException {
    if (terms.lease() <= lastLease) {
      throw Session.illegal("lease %d was there already".formatted(terms.lease()));
    }
    if (leases.size() >= conditions.maxLeases) {
      throw new ProtocolException(EndReason.LIMIT, leases.size() + " leases are open");
    }
    lastLease = terms.lease();
    var lease = new WorkerLease(this, terms);
    leases.put(terms.lease(), lease);
    return lease;
  }

  /// The lease of that number, or null when it has ended.
  @Nullable WorkerLease find(int id) throws ProtocolException {
    if (id > lastLease) {
      throw Session.illegal("there is no lease " + id);
    }
    return leases.get(id);
  }

  void remove(WorkerLease lease) {
    leases.remove(lease.terms().lease());
  }

  /// Connects it; leases that the client does not hold are cancelled.
  void attach(WorkerSession next, Message.Job again) {
    WorkerSession current = session;
    if (current != null) {
      current.end(EndReason.SUPERSEDED, "connected anew");
    }
    session = next;
    offered = -1;
    packetWindow = again.packetWindow();
    var resumed = new ArrayList<Message.Resumed>();
    Map<Integer, Integer> packets = new HashMap<>();
    for (Message.Held held : again.held()) {
      WorkerLease lease = leases.get(held.lease().lease());
      Message.Resumed has = lease == null ? null : lease.resume(held);
      if (has != null && packets.put(has.lease(), held.packets()) == null) {
        resumed.add(has);
      }
    }
    for (WorkerLease lease : leases()) {
      if (!packets.containsKey(lease.terms().lease())) {
        lease.cancel();
        remove(lease);
      }
    }
    say(
        new Message.Ready(
            conditions.identity, conditions.codings, conditions.frameWindow, resumed));
    leases.forEach((id, lease) -> lease.resend(packets.getOrDefault(id, 0)));
  }

  void detach(WorkerSession old) {
    if (session == old) {
      session = null;
      leases.values().forEach(WorkerLease::detach);
    }
  }

  void say(Message message) {
    WorkerSession current = session;
    if (current != null && current.isOpen()) {
      current.send(message);
    }
  }

  long frameBytes() {
    return job.terms().format().layout().frameBytes();
  }

  int frameWindow() {
    return conditions.frameWindow;
  }

  int packetWindow() {
    return packetWindow;
  }

  List<String> codings() {
    return conditions.codings;
  }
}
