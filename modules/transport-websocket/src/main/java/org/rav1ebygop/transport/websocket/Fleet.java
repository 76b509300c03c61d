package org.rav1ebygop.transport.websocket;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.EncodeJob;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.api.spi.WorkerListener;

/// The workers of a file at work for one job. The file is looked at again and again: a worker that
/// is new in it joins, one that is gone from it leaves at once, since what it was encoding goes
/// elsewhere and its owner wants it back, and one of which anything has changed does both.
final class Fleet {
  private static final Duration LOOK = Duration.ofSeconds(1);

  /// A worker that refused is asked again, without a change of the file, after so long.
  private static final Duration RETRY = Duration.ofMinutes(5);

  private final WatchedFile file;
  private final Duration patience;
  private final Leases leases;
  private final WorkerListener listener;
  private final Member.Work work;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Set<String> exposed = new HashSet<>();
  private long lastHere = System.nanoTime();
  private long lastRetry = System.nanoTime();
  private boolean over;
  private boolean closed;

  /// @param patience how long no worker may be there
  Fleet(
      WatchedFile file, Duration patience, EncodeJob job, Leases leases, WorkerListener listener) {
    this.file = file;
    this.patience = patience;
    this.leases = leases;
    this.listener = listener;
    this.work = new Member.Work(job, new Watched(), listener, this::wake);
  }

  /// Returns when there is no more work, or this is closed.
  ///
  /// @throws GopException of kind ENVIRONMENT when no worker can be used
  void run() throws InterruptedException {
    file.content().warnings().forEach(listener::warning);
    try {
      synchronized (this) {
        while (!finished()) {
          look();
          muster();
          giveUp();
          wait(LOOK.toMillis());
        }
      }
    } finally {
      end();
    }
  }

  synchronized void close() {
    closed = true;
    members.values().forEach(Member::close);
    notifyAll();
  }

  private synchronized void wake() {
    notifyAll();
  }

  /// There is nothing to do any more, and nobody does anything.
  private boolean finished() {
    over |= leases.over();
    if (over) {
      // Others may be busy, and end by themselves.
      members.values().stream().filter(member -> !member.wasHere()).forEach(Member::close);
    }
    return closed || (over && members.values().stream().allMatch(Member::hasEnded));
  }

  /// Takes the file as it is now; while it is wrong, as it was.
  private void look() {
    try {
      if (file.changed()) {
        file.content().warnings().forEach(listener::warning);
        forgetFailed();
      }
    } catch (GopException e) {
      listener.warning(e.getMessage() + "; the workers stay as they were");
    }
    if (System.nanoTime() - lastRetry > RETRY.toNanos()) {
      forgetFailed();
    }
  }

  private void forgetFailed() {
    lastRetry = System.nanoTime();
    members.values().removeIf(member -> member.hasEnded() && member.failure() != null);
  }

  /// Brings who works in line with the file.
  private void muster() {
    if (over) {
      return;
    }
    List<Worker> wanted = file.content().workers();
    warnOfListeners(wanted);
    for (Member member : List.copyOf(members.values())) {
      if (!wanted.contains(member.worker())) {
        member.close();
        if (member.hasEnded()) {
          members.remove(member.worker().name());
        }
      }
    }
    for (Worker worker : wanted) {
      // One that was changed begins anew when its former self has ended.
      members.computeIfAbsent(worker.name(), _ -> Member.start(worker, work));
    }
  }

  /// Says of each worker once that others can see the film.
  private void warnOfListeners(List<Worker> workers) {
    String names =
        workers.stream()
            .filter(Worker::exposed)
            .map(Worker::name)
            .filter(exposed::add)
            .collect(Collectors.joining(", "));
    if (!names.isEmpty()) {
      listener.warning(
          "no TLS to %s: who can listen to the network on the way sees the film; use secure = true or a VPN"
              .formatted(names));
    }
  }

  /// @throws GopException when no worker is there, and none will be, or none was for too long
  private void giveUp() {
    long now = System.nanoTime();
    if (over || members.values().stream().anyMatch(Member::isHere)) {
      lastHere = now;
      return;
    }
    boolean patient = patience.toSeconds() < Integer.MAX_VALUE;
    boolean refused =
        !members.isEmpty() && members.values().stream().allMatch(m -> m.failure() != null);
    if (patient && (refused || now - lastHere > patience.toNanos())) {
      throw GopException.environment(
          members.isEmpty()
              ? "%s lists no worker".formatted(file.path())
              : "no worker of %s can be used: %s".formatted(file.path(), troubles()),
          null);
    }
  }

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
  }

  /// The leases of the job, whose end is noticed here.
  private final class Watched implements Leases {
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
  }
}
