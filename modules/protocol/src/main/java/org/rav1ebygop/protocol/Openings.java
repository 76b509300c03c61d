package org.rav1ebygop.protocol;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.rav1ebygop.background.BackgroundTasks;
import org.rav1ebygop.protocol.message.Message;

/// Opens jobs, few at a time, since each starts an encoder and takes its memory. Peers take turns.
final class Openings {
  /// In all; of one peer it is one.
  private static final int AT_A_TIME = 2;

  private static final int WAITING = 64;
  private static final int WAITING_OF_A_PEER = 16;

  private final JobOpening opening;
  private final BackgroundTasks tasks;
  private final ReentrantLock lock;

  /// Those that wait by their peers; whose turn is next comes first.
  @GuardedBy("lock")
  private final Map<String, Deque<Applicant>> waiting = new LinkedHashMap<>();

  /// Peers whose job is being opened.
  @GuardedBy("lock")
  private final Set<String> running = new HashSet<>();

  /// Who wants a job opened. Called with the lock held.
  interface Applicant {
    /// Whether it is still to be opened, now that it is its turn.
    boolean isWaiting();

    /// Whether its client is gone, so that it takes no place among those who wait.
    boolean hasLeft();

    /// Others need its place.
    void pushedOut();

    /// For messages.
    String client();

    Message.Job job();

    /// What came of it.
    void settled(JobOpening.Result result);
  }

  /// @param lock of the service
  Openings(JobOpening opening, BackgroundTasks tasks, ReentrantLock lock) {
    this.opening = opening;
    this.tasks = tasks;
    this.lock = lock;
  }

  /// Opens a job when it is its turn, which may be at once. When too many wait, the last one of the
  /// peer that has most of them makes room. The lock is held.
  ///
  /// @return false when too many wait already
  boolean add(String peer, Applicant applicant) {
    lock.lock();
    try {
      String group = PeerGroup.of(peer);
      if (!hasRoom(group)) {
        return false;
      }
      Deque<Applicant> own = waiting.getOrDefault(group, new ArrayDeque<>());
      own.add(applicant);
      waiting.put(group, own);
      begin();
      return true;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private boolean hasRoom(String group) {
    waiting.values().forEach(some -> some.removeIf(Applicant::hasLeft));
    waiting.values().removeIf(Deque::isEmpty);
    int own = waiting.getOrDefault(group, new ArrayDeque<>()).size();
    if (own >= WAITING_OF_A_PEER) {
      return false;
    }
    if (waiting.values().stream().mapToInt(Deque::size).sum() < WAITING) {
      return true;
    }
    Deque<Applicant> most =
        Collections.max(waiting.values(), Comparator.comparingInt(Deque<Applicant>::size));
    if (most.size() <= own + 1) {
      return false;
    }
    most.removeLast().pushedOut();
    return true;
  }

  @GuardedBy("lock")
  private void begin() {
    for (String group : List.copyOf(waiting.keySet())) {
      if (running.size() < AT_A_TIME && !running.contains(group)) {
        beginOne(group);
      }
    }
  }

  /// The peer is the last one to have a turn again.
  @GuardedBy("lock")
  private void beginOne(String group) {
    Deque<Applicant> own = waiting.remove(group);
    while (own != null && !own.isEmpty() && !running.contains(group)) {
      Applicant next = own.remove();
      if (next.isWaiting()) {
        start(group, next);
      }
    }
    if (own != null && !own.isEmpty()) {
      waiting.put(group, own);
    }
  }

  @GuardedBy("lock")
  private void start(String group, Applicant applicant) {
    Message.Job job = applicant.job();
    try {
      tasks.start("opens a job of " + applicant.client(), () -> open(group, applicant, job));
      running.add(group);
    } catch (OutOfMemoryError e) {
      applicant.settled(failed(e));
    }
  }

  private void open(String group, Applicant applicant, Message.Job job) {
    try {
      settle(applicant, opening.open(job));
    } catch (RuntimeException | Error e) {
      settle(applicant, failed(e));
      throw e;
    } finally {
      ended(group);
    }
  }

  private void settle(Applicant applicant, JobOpening.Result result) {
    lock.lock();
    try {
      applicant.settled(result);
    } finally {
      lock.unlock();
    }
  }

  private void ended(String group) {
    lock.lock();
    try {
      running.remove(group);
      begin();
    } finally {
      lock.unlock();
    }
  }

  private static JobOpening.Result failed(Throwable e) {
    return new JobOpening.Refused("the worker failed: " + e);
  }
}
