package org.rav1ebygop.engine.lease;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.frames.FrameSupply;
import org.rav1ebygop.engine.job.JobStatus;
import org.rav1ebygop.engine.job.SetAside;
import org.rav1ebygop.engine.job.SlotStatus;
import org.rav1ebygop.engine.plan.FilmPlan;
import org.rav1ebygop.engine.store.GopStore;
import org.rav1ebygop.engine.store.StoredGop;

/// The GOPs of a job, what has become of each, and which one a slot should have next. Guarded by
/// the lock of the [LeaseState].
///
/// A GOP that is suspected of ending its workers comes after all others. While this machine has
/// slots, only they get it; else a worker gets it that encodes nothing else.
final class GopEntries {
  /// How many GOPs must wait, at the most, for the longest of them to be a good choice while more
  /// are being found: enough that a short film is spread well over few slots, few enough that many
  /// slots start at once.
  private static final int ENOUGH_TO_CHOOSE = 4;

  private final FilmPlan plan;
  private final GopStore store;
  private final LeaseTable.Policy policy;
  private final List<GopEntry> entries = new ArrayList<>();
  private final List<SetAside> setAside = new ArrayList<>();
  private final WaitingGops waiting;
  private final WaitingGops suspects;

  /// Those of which a lease is out, by index, and some of which none is any more: farms have far
  /// fewer slots than films have GOPs.
  private final NavigableMap<Integer, GopEntry> out = new TreeMap<>();

  private final Totals reused = new Totals();
  private final Totals encoded = new Totals();
  private int open;
  private int settling;

  GopEntries(LeaseTable.Work work, LeaseTable.Policy policy) {
    this.plan = work.plan();
    this.store = work.store();
    this.policy = policy;
    this.waiting = new WaitingGops(policy.inOrder() ? WaitingGops.IN_ORDER : WaitingGops.LONGEST);
    this.suspects = new WaitingGops(WaitingGops.IN_ORDER);
  }

  /// The next GOP of the film has begun.
  void add(int gop) {
    var entry = new GopEntry(gop);
    entry.madeEarlier = store.find(gop) != null;
    entries.add(entry);
    open++;
    if (!entry.madeEarlier) {
      queue(entry).add(entry);
    }
  }

  /// The end of a GOP is known.
  ///
  /// @param earlier the same GOP by an earlier run, or null
  /// @return whether that counts
  boolean close(GopEntry entry, @Nullable StoredGop earlier) {
    queue(entry).remove(entry);
    entry.frames = plan.frameCount(entry.index);
    entry.madeEarlier = false;
    if (entry.state != GopEntry.State.WAITING) {
      return false;
    }
    if (earlier != null) {
      settle(entry, earlier, reused);
      return true;
    }
    queue(entry).add(entry);
    return false;
  }

  int size() {
    return entries.size();
  }

  GopEntry get(int gop) {
    return entries.get(gop);
  }

  /// Whether every GOP so far is stored or set aside.
  boolean noneOpen() {
    return open == 0;
  }

  /// The GOPs that were given up, with what is known of their ends by now.
  List<SetAside> setAside() {
    return setAside.stream()
        .map(s ->
            new SetAside(s.gop(), s.firstFrame(), plan.frameCount(s.gop()), s.reason(), s.log()))
        .toList();
  }

  /// The GOPs of which a lease is out, in order.
  Collection<GopEntry> leased() {
    out.values().removeIf(entry -> entry.leases.isEmpty());
    return Collections.unmodifiableCollection(out.values());
  }

  /// Whether the last lease of a GOP has just brought nothing: its frames are needed again, or not,
  /// as will be known soon.
  boolean settling() {
    return settling > 0;
  }

  /// The leases that are out, in the order of their GOPs.
  List<GopLease> leases() {
    var leases = new ArrayList<GopLease>();
    leased().forEach(entry -> leases.addAll(entry.leases));
    return leases;
  }

  /// How many GOPs wait for a slot.
  int takeable() {
    return waiting.size() + suspects.size();
  }

  /// Whether one waits that any slot may get.
  boolean anyWaiting() {
    return waiting.size() > 0;
  }

  /// What a slot should take now, or null. A pipe's frames take memory while they wait: there a
  /// retry waits for a busy slot only when all frames have been read.
  ///
  /// @param planned whether all GOPs are known
  /// @param idle whether its worker encodes nothing
  @Nullable GopEntry next(Slot slot, SlotBoard slots, boolean planned, boolean idle) {
    boolean patient = planned || !policy.inOrder();
    GopEntry entry = waiting.first(failed -> slots.suits(slot, failed, patient));
    if (planned || policy.inOrder()) {
      return entry != null ? entry : suspect(slot, slots, idle);
    }
    if (enoughToChoose(slots)) {
      return entry != null && entry.closed() ? entry : null;
    }
    // The first lease of all does not wait for a choice.
    return leased().isEmpty() ? waiting.earliest(f -> slots.suits(slot, f, patient)) : null;
  }

  /// Whether so many GOPs wait that the longest of them is a good choice.
  private boolean enoughToChoose(SlotBoard slots) {
    int closed = waiting.size() - (lastIsOpen() ? 1 : 0);
    return closed > Math.min(slots.size(), ENOUGH_TO_CHOOSE);
  }

  /// Whether the GOP whose end is not known yet waits.
  private boolean lastIsOpen() {
    if (entries.isEmpty()) {
      return false;
    }
    GopEntry last = entries.getLast();
    return !last.closed() && last.state == GopEntry.State.WAITING && !last.madeEarlier;
  }

  private @Nullable GopEntry suspect(Slot slot, SlotBoard slots, boolean idle) {
    return suspects.size() > 0 && (slot.isLocal() || (idle && !slots.anyLocal()))
        ? suspects.first(failed -> slots.suitsAmongOwn(slot, failed))
        : null;
  }

  /// Whether no slot will ever read frames of this GOP, as far as is known now.
  boolean needsNoFrames(GopEntry entry) {
    return entry.state == GopEntry.State.SET_ASIDE || entry.madeEarlier;
  }

  /// A lease of this GOP is out.
  void leased(GopEntry entry, GopLease lease) {
    queue(entry).remove(entry);
    entry.state = GopEntry.State.LEASED;
    entry.leases.add(lease);
    out.put(entry.index, entry);
  }

  /// A lease has brought its GOP.
  ///
  /// @return other leases of it
  List<GopLease> stored(GopEntry entry, GopLease lease, StoredGop gop) {
    settle(entry, gop, encoded);
    entry.leases.remove(lease);
    return List.copyOf(entry.leases);
  }

  /// GOPs that leases have brought.
  int storedHere() {
    return encoded.gops;
  }

  private void settle(GopEntry entry, StoredGop gop, Totals totals) {
    entry.state = GopEntry.State.STORED;
    totals.gops++;
    totals.frames += gop.gop().frameCount();
    totals.bytes += gop.bytes();
    open--;
  }

  /// What stored GOPs come to.
  private static final class Totals {
    private int gops;
    private long frames;
    private long bytes;
  }

  /// A lease has brought nothing. If it was the only one, [#waitAgain] or [#setAside] follows.
  ///
  /// @return whether its GOP may be tried again
  boolean ended(GopEntry entry, Claim claim, LeaseEnd how) {
    if (entry.state == GopEntry.State.LEASED && entry.leases.isEmpty()) {
      settling++;
    }
    return switch (how) {
      case LeaseEnd.EncoderFailed _, LeaseEnd.Rejected _ -> failed(entry, claim.slot());
      case LeaseEnd.Stalled _ -> {
        entry.stalls++;
        yield failed(entry, claim.slot());
      }
      case LeaseEnd.SlotTrouble _ -> {
        entry.failedOn.add(claim.slot());
        yield true;
      }
      case LeaseEnd.SlotLost _ -> {
        entry.losses++;
        entry.lostOn.add(claim.slot().worker());
        yield !claim.alone();
      }
      case LeaseEnd.GivenBack _, LeaseEnd.Superseded _, LeaseEnd.Completed _ -> true;
    };
  }

  private boolean failed(GopEntry entry, Slot slot) {
    entry.failedOn.add(slot);
    return ++entry.failures < policy.maxTries();
  }

  void waitAgain(GopEntry entry) {
    settling--;
    entry.state = GopEntry.State.WAITING;
    queue(entry).add(entry);
  }

  void setAside(GopEntry entry, SetAside reason) {
    settling--;
    entry.state = GopEntry.State.SET_ASIDE;
    setAside.add(reason);
    open--;
  }

  private WaitingGops queue(GopEntry entry) {
    return entry.suspect() ? suspects : waiting;
  }

  JobStatus status(FrameSupply supply, WorkerBoard workers) {
    long frames = reused.frames + encoded.frames;
    long bytes = reused.bytes + encoded.bytes;
    var unfinished = new ArrayList<GopLease>();
    for (GopEntry entry : leased()) {
      if (entry.state == GopEntry.State.LEASED) {
        GopLease ahead =
            Collections.max(entry.leases, Comparator.comparingLong(GopLease::received));
        frames += ahead.received();
        bytes += ahead.bytes();
        unfinished.addAll(entry.leases);
      }
    }
    var busy = new ArrayList<SlotStatus>();
    unfinished.forEach(lease -> busy.add(lease.status()));
    busy.sort(
        Comparator.comparing((SlotStatus s) -> s.slot().worker())
            .thenComparingInt(s -> s.slot().number()));
    return new JobStatus(
        supply.knownFrames(),
        plan.frames(),
        entries.size(),
        reused.gops + encoded.gops,
        frames,
        reused.frames,
        bytes,
        busy,
        workers.status(unfinished));
  }
}
