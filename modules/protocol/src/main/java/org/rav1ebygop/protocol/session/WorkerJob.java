package org.rav1ebygop.protocol.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.ProtocolException;

/// A client's job at a worker, over as many connections as it takes, one at a time.
public final class WorkerJob {
  private final Message.Job job;
  private final Conditions conditions;
  private final NavigableMap<Integer, WorkerLease> leases = new TreeMap<>();
  private @Nullable WorkerSession session;
  private int packetWindow;
  private long kept;
  private int lastLease;

  /// Number of the last lease that was offered.
  private int offered;

  /// The greatest number that was ever offered: a lease may be opened while its offer is taken
  /// back, and is declined then.
  private int mostOffered;

  private int lastSender;

  /// What the worker grants.
  ///
  /// @param identity of the encoder
  /// @param codings those of the job that are known here
  /// @param frameWindow frames that may be under way in a lease
  /// @param pool for those frames; the job does not close it
  /// @param memory for packets, the same for all jobs of the worker
  public record Conditions(
      EncoderIdentity identity,
      List<String> codings,
      int frameWindow,
      FramePool pool,
      PacketMemory memory) {}

  /// A job that was opened by a [Effect.OpenJob].
  public WorkerJob(Message.Job job, Conditions conditions) {
    this.job = job;
    this.conditions = conditions;
    this.packetWindow = conditions.memory.window(job.packetWindow());
  }

  /// As it was opened first.
  public Message.Job job() {
    return job;
  }

  /// Whether there is a connection.
  public boolean attached() {
    return session != null;
  }

  /// Offers that were not used so far.
  public int unused() {
    return attached() ? Math.max(0, offered - lastLease) : 0;
  }

  /// Bytes of packets that its client has not taken.
  public long kept() {
    return kept;
  }

  /// Whether an encoder waits because the worker can keep no more packets of all its clients.
  public boolean lacksRoom() {
    return leases.values().stream().anyMatch(WorkerLease::lacksRoom);
  }

  /// All leases that were not confirmed or cancelled.
  public Collection<WorkerLease> leases() {
    return List.copyOf(leases.values());
  }

  /// One more lease may be opened. There is a connection.
  public void offer() {
    offer(Math.max(offered, lastLease) + 1);
  }

  /// No lease may be opened that was not.
  public void takeBack() {
    if (unused() > 0) {
      offer(lastLease);
    }
  }

  /// Ends everything.
  public void end(EndReason reason, String text) {
    leases().forEach(lease -> lease.drop(text));
    WorkerSession current = session;
    if (current != null) {
      current.end(reason, text);
    }
  }

  /// @return null when its offer was taken back, so that there is no place for it
  @Nullable WorkerLease open(Message.Lease terms) throws ProtocolException {
    if (terms.lease() <= lastLease || terms.lease() > mostOffered) {
      throw Session.illegal(
          String.format(
              Locale.ROOT, "lease %d was not offered, or was there already", terms.lease()));
    }
    lastLease = terms.lease();
    if (lastLease > offered) {
      say(new Message.Declined(lastLease));
      return null;
    }
    var lease = new WorkerLease(this, terms);
    leases.put(terms.lease(), lease);
    return lease;
  }

  /// What is said of a lease.
  interface Step {
    void on(WorkerLease lease) throws ProtocolException;
  }

  /// A lease may have ended while something was under way: then it is dropped.
  void with(int id, Step step) throws ProtocolException {
    if (id > lastLease) {
      throw Session.illegal("there is no lease " + id);
    }
    WorkerLease lease = leases.get(id);
    if (lease != null) {
      step.on(lease);
    }
  }

  void remove(WorkerLease lease) {
    leases.remove(lease.terms().lease());
  }

  /// Connects it; leases that the client does not hold are cancelled, offers are made anew.
  void attach(WorkerSession next, Message.Job again) {
    WorkerSession current = session;
    if (current != null) {
      current.end(EndReason.SUPERSEDED, "connected anew");
    }
    session = next;
    packetWindow = conditions.memory.window(again.packetWindow());
    lastLease = Math.max(lastLease, again.lastLease());
    var resumed = new ArrayList<Message.Resumed>();
    Map<Integer, Integer> packets = new HashMap<>();
    for (Message.Held held : again.held()) {
      int number = held.lease().lease();
      WorkerLease lease = leases.get(number);
      Message.Resumed has = lease == null ? null : lease.resumed(held);
      if (has != null && packets.put(number, held.packets()) == null) {
        resumed.add(has);
      }
    }
    for (WorkerLease lease : leases()) {
      if (!packets.containsKey(lease.terms().lease())) {
        lease.drop("the client no longer wants it");
      }
    }
    offered = lastLease;
    mostOffered = lastLease;
    say(
        new Message.Ready(
            conditions.identity, conditions.codings, conditions.frameWindow, resumed));
    leases.forEach((id, lease) -> lease.resume(packets.getOrDefault(id, 0)));
  }

  void detach(WorkerSession old) {
    if (session == old) {
      session = null;
      leases.values().forEach(WorkerLease::detach);
    }
  }

  /// Leases take turns, a piece each.
  @Nullable Message bulk() {
    for (int round = 0; round < 2; round++) {
      for (WorkerLease lease : leases.tailMap(lastSender, false).values()) {
        Message message = lease.bulk();
        if (message != null) {
          lastSender = lease.terms().lease();
          return message;
        }
      }
      lastSender = 0;
    }
    return null;
  }

  void say(Message message) {
    WorkerSession current = session;
    if (current != null && current.isOpen()) {
      current.send(current.spoken(message));
    }
  }

  FramePool pool() {
    return conditions.pool;
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

  /// Whether the worker can keep a packet of that size.
  boolean hasRoom(long bytes) {
    return conditions.memory.hasRoom(bytes);
  }

  void keep(long bytes) {
    kept += bytes;
    conditions.memory.keep(bytes);
  }

  void release(long bytes) {
    kept -= bytes;
    conditions.memory.release(bytes);
  }

  List<String> codings() {
    return conditions.codings;
  }

  private void offer(int lease) {
    offered = lease;
    mostOffered = Math.max(mostOffered, lease);
    say(new Message.Offer(lease));
  }
}
