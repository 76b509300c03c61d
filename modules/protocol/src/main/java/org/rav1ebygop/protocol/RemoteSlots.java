package org.rav1ebygop.protocol;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.Slot;

/// The slots of one worker: each takes a lease when the worker offers a place, and waits for it no
/// longer than the offer stands. There are more of them than the worker has places, because a place
/// is free again while the result of a lease is still checked and stored here. Guarded by the lock
/// of the link.
final class RemoteSlots {
  private final ClientLink link;
  private final Leases leases;
  private final ReentrantLock lock;
  private final Condition places;
  private final List<Thread> threads = new ArrayList<>();
  private final BitSet numbers = new BitSet();

  /// Threads that wait for a lease and may be interrupted.
  private final Set<Thread> waiting = new HashSet<>();

  private int most;

  /// Threads that wait for an offer.
  private int idle;

  /// Threads that want to open a lease on an offer.
  private int taking;

  private boolean exhausted;
  private @Nullable RuntimeException failure;

  RemoteSlots(ClientLink link, Leases leases) {
    this.link = link;
    this.leases = leases;
    this.lock = link.lock();
    this.places = lock.newCondition();
  }

  /// May have so many threads from now on. They are started when there are offers for them: a
  /// worker can say that it has any number of slots.
  void allow(int count) {
    most = Math.max(most, count);
    adjust();
  }

  /// Whether a slot was told that there is no more work.
  boolean exhausted() {
    return exhausted;
  }

  /// Whether that is so, and the last lease has ended.
  boolean idleForEver() {
    return exhausted && numbers.isEmpty();
  }

  /// There is no more work.
  void exhaust() {
    exhausted = true;
    places.signalAll();
  }

  /// Lets in as many as there are offers, and calls back those that wait for a lease without one.
  void adjust() {
    int tooMany = taking - link.offered();
    for (int lacking = -tooMany - idle; lacking > 0 && threads.size() < most; lacking--) {
      String name = String.format(Locale.ROOT, "slot of %s, %d", link.worker(), threads.size() + 1);
      threads.add(Thread.ofPlatform().name(name).daemon().start(this::work));
      idle++;
    }
    for (Thread thread : List.copyOf(waiting)) {
      if (tooMany-- > 0) {
        waiting.remove(thread);
        thread.interrupt();
      }
    }
    if (tooMany < 0) {
      places.signalAll();
    }
  }

  /// Waits until all slots have ended.
  void join() throws InterruptedException {
    List<Thread> all;
    lock.lock();
    try {
      places.signalAll();
      all = List.copyOf(threads);
    } finally {
      lock.unlock();
    }
    for (Thread thread : all) {
      thread.join();
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void work() {
    try {
      for (int number = enter(); number > 0; number = enter()) {
        one(new Slot(link.worker(), number));
      }
    } catch (InterruptedException _) {
      // nobody else interrupts a slot than adjust(), and take() ends that
    } catch (RuntimeException e) {
      locked(() -> {
        failure = e;
        exhaust();
        link.changed();
      });
    }
  }

  /// Waits for an offer.
  ///
  /// @return the number of the slot, from 1, or 0 when there will be no offer
  private int enter() throws InterruptedException {
    lock.lock();
    try {
      while (taking >= link.offered() && !link.closing()) {
        places.await();
      }
      idle--;
      if (link.closing()) {
        return 0;
      }
      taking++;
      waiting.add(Thread.currentThread());
      int free = numbers.nextClearBit(1);
      numbers.set(free);
      return free;
    } finally {
      lock.unlock();
    }
  }

  /// Takes a lease and sees to its end.
  private void one(Slot slot) {
    try {
      RemoteLease lease = take(slot);
      if (lease != null) {
        lease.run();
      }
    } finally {
      locked(() -> {
        numbers.clear(slot.number());
        idle++;
        link.changed();
      });
    }
  }

  /// @return null when there is no lease
  private @Nullable RemoteLease take(Slot slot) {
    Lease lease = null;
    boolean ended = false;
    try {
      lease = leases.take(slot);
      ended = lease == null;
    } catch (InterruptedException _) {
      // the offer was taken back
    }
    LeaseEnd.BySlot failed;
    lock.lock();
    try {
      taking--;
      if (!waiting.remove(Thread.currentThread())) {
        Thread.interrupted();
      }
      if (ended) {
        exhaust();
      }
      return lease == null ? null : new RemoteLease(link, lease);
    } catch (RuntimeException | Error e) {
      failed = RemoteLease.failed("the lease cannot be opened: ", e);
    } finally {
      lock.unlock();
    }
    if (lease != null) {
      lease.end(failed);
    }
    return null;
  }

  private void locked(Runnable step) {
    lock.lock();
    try {
      step.run();
    } finally {
      lock.unlock();
    }
  }
}
