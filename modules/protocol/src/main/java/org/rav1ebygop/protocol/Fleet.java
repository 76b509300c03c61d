package org.rav1ebygop.protocol;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.EncodeJob;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.WorkerListener;
import org.rav1ebygop.protocol.session.KnownSalt;
import org.rav1ebygop.protocol.session.PartialPackets;

/// A transport that offers the slots of all workers of a roster, for one job. The roster is looked
/// at again and again: a worker that is new in it joins, one that is gone from it leaves at once,
/// since what it was encoding goes elsewhere and its owner wants it back, and one of which anything
/// has changed does both.
public final class Fleet implements Transport {
  private static final Duration LOOK = Duration.ofSeconds(1);

  /// A worker that refused is asked again, without a change of the file, after so long.
  private static final Duration RETRY = Duration.ofMinutes(5);

  private final Roster roster;
  private final @Nullable Duration patience;
  private final String software;
  private final Map<String, Keys> keys = new ConcurrentHashMap<>();
  private final Map<Roster.Entry, KnownSalt> salts = new ConcurrentHashMap<>();
  private final Absences absences;

  @GuardedBy("this")
  private final Map<String, Member> members = new LinkedHashMap<>();

  @GuardedBy("this")
  private final Turns turns = new Turns();

  @GuardedBy("this")
  private final LastCall lastCall = new LastCall();

  @GuardedBy("this")
  private long lastHere;

  @GuardedBy("this")
  private long lastRetry;

  @GuardedBy("this")
  private boolean running;

  @GuardedBy("this")
  private boolean woken;

  @GuardedBy("this")
  private boolean over;

  @GuardedBy("this")
  private boolean closed;

  /// @param roster is closed with this
  /// @param patience how long no worker may be there; null for ever
  /// @param software name and version of this program, for the logs of workers
  public Fleet(Roster roster, @Nullable Duration patience, String software) {
    this.roster = roster;
    this.absences = new Absences(roster.name());
    this.patience = patience;
    this.software = software;
  }

  /// Returns when there is no more work, or this is closed.
  ///
  /// @throws GopException of kind ENVIRONMENT when no worker can be used
  @Override
  public void run(EncodeJob job, Leases leases, WorkerListener listener)
      throws InterruptedException {
    var work =
        new Member.Work(
            job,
            new Watched(leases),
            listener,
            software,
            this::keys,
            worker -> salts.computeIfAbsent(worker, _ -> new KnownSalt()),
            PartialPackets.inHeap(),
            absences,
            this::wake);
    try {
      begin();
      // Once in any case: a worker that refuses is reported, however short the work is.
      muster(work, listener);
      while (!finished(leases.over(), roster.isComplete())) {
        giveUp();
        pause();
        roster.waiting(leases.waiting());
        muster(work, listener);
      }
    } finally {
      end();
      tell(absences.summary(System.nanoTime(), true), listener);
    }
  }

  @Override
  public void close() {
    boolean idle;
    synchronized (this) {
      closed = true;
      idle = !running;
      members.values().forEach(Member::close);
      notifyAll();
    }
    if (idle) {
      roster.close();
    }
  }

  private Keys keys(String password) {
    return keys.computeIfAbsent(password, Keys::new);
  }

  /// A member has ended.
  private synchronized void wake() {
    woken = true;
    notifyAll();
  }

  private synchronized void begin() {
    running = true;
    lastHere = System.nanoTime();
    lastRetry = lastHere;
  }

  private synchronized void pause() throws InterruptedException {
    long end = System.nanoTime() + LOOK.toNanos();
    for (long rest = end - System.nanoTime();
        rest > 0 && !woken && !closed;
        rest = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, rest);
    }
    woken = false;
  }

  /// There is nothing to do any more, and nobody does anything. Members end by themselves then.
  ///
  /// @param known whether the roster knows all that are there
  private synchronized boolean finished(boolean workIsOver, boolean known) {
    over |= workIsOver;
    return closed
        || (over
            && members.values().stream().allMatch(Member::hasEnded)
            && (known || lastCall.isOver(false, System.nanoTime())));
  }

  /// Looks at the roster, which may take a while, and brings who works in line with it.
  private void muster(Member.Work work, WorkerListener listener) {
    boolean changed = roster.look(listener::warning);
    muster(work, roster.workers(), changed);
    tell(absences.summary(System.nanoTime(), false), listener);
  }

  private static void tell(@Nullable String line, WorkerListener listener) {
    if (line != null) {
      listener.warning(line);
    }
  }

  private synchronized void muster(Member.Work work, List<Roster.Entry> wanted, boolean changed) {
    if (closed) {
      return;
    }
    if (!over && (changed || System.nanoTime() - lastRetry > RETRY.toNanos())) {
      lastRetry = System.nanoTime();
      absences.clear();
      members.values().removeIf(member -> member.hasEnded() && member.failure() != null);
    }
    for (Member member : List.copyOf(members.values())) {
      if (!wanted.contains(member.worker())) {
        member.giveWay();
      }
    }
    members.values().removeIf(member -> member.hasGivenWay() && member.hasEnded());
    absences.keep(Turns.names(wanted));
    salts.keySet().retainAll(wanted);
    // One that was changed begins anew when its former self has ended.
    for (Roster.Entry worker : turns.next(wanted, members, System.nanoTime())) {
      members.put(worker.name(), Member.start(worker, work));
    }
  }

  /// @throws GopException when no worker is there, and none will be, or none was for too long
  private synchronized void giveUp() {
    long now = System.nanoTime();
    if (over || members.values().stream().anyMatch(Member::isHere)) {
      lastHere = now;
      return;
    }
    boolean refused =
        !turns.queued()
            && !members.isEmpty()
            && members.values().stream().allMatch(m -> m.failure() != null);
    if (patience != null && (refused || now - lastHere > patience.toNanos())) {
      throw GopException.environment(
          members.isEmpty()
              ? "%s has no worker".formatted(roster.name())
              : "no worker of %s can be used: %s".formatted(roster.name(), troubles()),
          null);
    }
  }

  @GuardedBy("this")
  private String troubles() {
    return members.values().stream().map(Fleet::text).collect(Collectors.joining("; "));
  }

  private static String text(Member member) {
    String name = member.worker().name();
    String trouble = member.trouble();
    return trouble.contains(name) ? trouble : name + ": " + trouble;
  }

  private void end() throws InterruptedException {
    List<Member> all;
    synchronized (this) {
      all = List.copyOf(members.values());
    }
    all.forEach(Member::close);
    for (Member member : all) {
      member.join();
    }
    // What they had to say at last may go through it.
    roster.close();
  }

  /// The leases of the job, whose end is noticed here.
  private final class Watched implements Leases {
    private final Leases leases;

    Watched(Leases leases) {
      this.leases = leases;
    }

    @Override
    public @Nullable Lease take(Slot slot) throws InterruptedException {
      Lease lease = leases.take(slot);
      if (lease == null) {
        synchronized (Fleet.this) {
          over = true;
        }
      }
      return lease;
    }

    @Override
    public boolean over() {
      return leases.over();
    }

    @Override
    public int waiting() {
      return leases.waiting();
    }
  }
}
