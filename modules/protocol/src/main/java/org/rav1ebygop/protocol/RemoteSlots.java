package org.rav1ebygop.protocol;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.Slot;

/// The slots of one worker: each takes a lease when the worker offers a place, and waits for it no
/// longer than the offer stands. Guarded by the lock of the link.
final class RemoteSlots {
  private final ClientLink link;
  private final Leases leases;
  private final List<Thread> threads = new ArrayList<>();

  /// Threads that wait for a lease and may be interrupted.
  private final Set<Thread> waiting = new HashSet<>();

  /// Slots that have a lease or wait for one.
  private int active;

  private int ended;
  private @Nullable RuntimeException failure;

  RemoteSlots(ClientLink link, Leases leases) {
    this.link = link;
    this.leases = leases;
  }

  /// Has at least so many slots from now on.
  void start(int count) {
    while (threads.size() < count) {
      var slot = new Slot(link.worker(), threads.size() + 1);
      threads.add(Thread.ofPlatform().name("slot " + slot).daemon().start(() -> work(slot)));
    }
  }

  /// Whether all slots were told that there is no more work.
  boolean exhausted() {
    return !threads.isEmpty() && ended == threads.size();
  }

  /// Calls back slots that wait for a lease that the worker no longer has a place for.
  void adjust() {
    int tooMany = active - link.offered();
    for (Thread thread : List.copyOf(waiting)) {
      if (tooMany-- > 0) {
        waiting.remove(thread);
        thread.interrupt();
      }
    }
  }

  /// Waits until all slots have ended.
  void join() throws InterruptedException {
    List<Thread> all;
    synchronized (link) {
      all = List.copyOf(threads);
    }
    for (Thread thread : all) {
      thread.join();
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void work(Slot slot) {
    try {
      boolean more = true;
      while (more && enter()) {
        try {
          more = one(slot);
        } finally {
          leave();
        }
      }
    } catch (InterruptedException _) {
      // nobody else interrupts a slot than adjust(), whose interrupts end before
    } catch (RuntimeException e) {
      synchronized (link) {
        failure = e;
      }
    } finally {
      synchronized (link) {
        ended++;
        link.changed();
      }
    }
  }

  /// Takes a lease and sees to its end.
  ///
  /// @return false when there is no more work
  private boolean one(Slot slot) throws InterruptedException {
    synchronized (link) {
      waiting.add(Thread.currentThread());
      adjust();
    }
    Lease lease;
    try {
      lease = leases.take(slot);
    } catch (InterruptedException _) {
      return true;
    } finally {
      synchronized (link) {
        if (!waiting.remove(Thread.currentThread())) {
          Thread.interrupted();
        }
      }
    }
    if (lease != null) {
      new RemoteLease(link, lease).run();
    }
    return lease != null;
  }

  /// Waits for a place at the worker.
  ///
  /// @return false when there will be none
  private boolean enter() throws InterruptedException {
    synchronized (link) {
      while (active >= link.offered() && !link.closing()) {
        link.wait();
      }
      if (link.closing()) {
        return false;
      }
      active++;
      return true;
    }
  }

  private void leave() {
    synchronized (link) {
      active--;
      link.changed();
    }
  }
}
