package org.rav1ebygop.engine.lease;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.frames.FrameSupply;
import org.rav1ebygop.engine.job.JobStatus;
import org.rav1ebygop.engine.job.SetAside;
import org.rav1ebygop.engine.job.SlotStatus;
import org.rav1ebygop.engine.plan.FilmPlan;
import org.rav1ebygop.engine.store.GopStore;
import org.rav1ebygop.engine.store.StoredGop;

/// The GOPs of a job, what has become of each, and which one a slot should have next. Guarded by
/// the lock of the lease table.
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

  /// Those of which a lease is out, by index, and some of which none is any more: farms have far
  /// fewer slots than films have GOPs.
  private final NavigableMap<Integer, GopEntry> out = new TreeMap<>();

  private int open;
  private int storedHere;
  private long storedFrames;
  private long reusedFrames;
  private long storedBytes;

  GopEntries(LeaseTable.Work work, LeaseTable.Policy policy) {
    this.plan = work.plan();
    this.store = work.store();
    this.policy = policy;
  }

  void add(int gop) {
    entries.add(new GopEntry(gop));
    open++;
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

  /// The leases that are out, in the order of their GOPs.
  List<GopLease> leases() {
    out.values().removeIf(entry -> entry.leases.isEmpty());
    var leases = new ArrayList<GopLease>();
    out.values().forEach(entry -> leases.addAll(entry.leases));
    return leases;
  }

  /// How many GOPs a slot could take.
  int takeable() {
    int count = 0;
    for (GopEntry entry : entries) {
      count += isTakeable(entry) ? 1 : 0;
    }
    return count;
  }

  /// What a slot should take now, or null. A pipe's frames take memory while they wait: there a
  /// retry waits for a busy slot only when all frames have been read.
  ///
  /// @param planned whether all GOPs are known
  @Nullable GopEntry next(Slot slot, SlotBoard slots, boolean planned) {
    boolean patient = planned || !policy.inOrder();
    Predicate<GopEntry> suits = entry -> slots.suits(slot, entry.failedOn, patient);
    return policy.inOrder() ? first(suits) : longest(planned, slots.size(), suits);
  }

  private @Nullable GopEntry first(Predicate<GopEntry> suits) {
    for (GopEntry entry : entries) {
      if (isTakeable(entry) && suits.test(entry)) {
        return entry;
      }
    }
    return null;
  }

  /// The longest, or null while too few are known to choose from. The first lease of all does not
  /// wait for a choice.
  private @Nullable GopEntry longest(boolean planned, int slots, Predicate<GopEntry> suits) {
    GopEntry longest = null;
    int waiting = 0;
    for (GopEntry entry : entries) {
      if (entry.closed && isTakeable(entry)) {
        waiting++;
        if (suits.test(entry) && (longest == null || frames(entry) > frames(longest))) {
          longest = entry;
        }
      }
    }
    if (planned || waiting > Math.min(slots, ENOUGH_TO_CHOOSE)) {
      return longest;
    }
    return leases().isEmpty() ? first(suits) : null;
  }

  /// Whether no slot will ever read frames of this GOP, as far as is known now.
  boolean needsNoFrames(GopEntry entry) {
    return entry.state == GopEntry.State.SET_ASIDE || madeEarlier(entry);
  }

  /// All GOPs, in order.
  List<GopEntry> all() {
    return Collections.unmodifiableList(entries);
  }

  /// A lease of this GOP is out.
  void leased(GopEntry entry, GopLease lease) {
    entry.state = GopEntry.State.LEASED;
    entry.leases.add(lease);
    out.put(entry.index, entry);
  }

  /// A lease has brought its GOP.
  ///
  /// @return other leases of it
  List<GopLease> stored(GopEntry entry, GopLease lease, StoredGop gop) {
    storedHere++;
    settle(entry, gop);
    entry.leases.remove(lease);
    return List.copyOf(entry.leases);
  }

  /// An earlier run has left this GOP.
  void reused(GopEntry entry, StoredGop gop) {
    reusedFrames += gop.gop().frameCount();
    settle(entry, gop);
  }

  /// GOPs that leases have brought.
  int storedHere() {
    return storedHere;
  }

  private void settle(GopEntry entry, StoredGop gop) {
    entry.state = GopEntry.State.STORED;
    storedFrames += gop.gop().frameCount();
    storedBytes += gop.bytes();
    open--;
  }

  /// An attempt has failed.
  ///
  /// @return whether more are allowed
  boolean failed(GopEntry entry, Slot slot, boolean stalled) {
    entry.failedOn.add(slot);
    entry.stalls += stalled ? 1 : 0;
    return ++entry.failures < policy.maxTries();
  }

  void waitAgain(GopEntry entry) {
    entry.state = GopEntry.State.WAITING;
  }

  void setAside(GopEntry entry, SetAside reason) {
    entry.state = GopEntry.State.SET_ASIDE;
    setAside.add(reason);
    open--;
  }

  JobStatus status(FrameSupply supply, WorkerBoard workers) {
    long frames = storedFrames;
    long bytes = storedBytes;
    var unfinished = new ArrayList<GopLease>();
    for (GopEntry entry : out.values()) {
      if (entry.state == GopEntry.State.LEASED && !entry.leases.isEmpty()) {
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
        entries.size() - open - setAside.size(),
        frames,
        reusedFrames,
        bytes,
        busy,
        workers.status(unfinished));
  }

  private boolean isTakeable(GopEntry entry) {
    return entry.state == GopEntry.State.WAITING && !madeEarlier(entry);
  }

  /// Whether an earlier run has left this GOP, whose end is to be compared yet.
  private boolean madeEarlier(GopEntry entry) {
    return entry.state == GopEntry.State.WAITING
        && !entry.closed
        && store.find(entry.index) != null;
  }

  private int frames(GopEntry entry) {
    return plan.frameCount(entry.index);
  }
}
