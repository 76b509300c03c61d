package org.rav1ebygop.protocol;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.EncodeJob;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.WorkerListener;
import org.rav1ebygop.background.BackgroundTasks;
import org.rav1ebygop.protocol.session.KnownSalt;
import org.rav1ebygop.protocol.session.PartialPackets;

/// A worker at work for a job, on a thread of its own.
final class Member {
  /// Bytes of frames on their way to one worker.
  private static final long FRAME_MEMORY = 256L << 20;

  /// As long as there is something to do: who gives up is [Fleet].
  private static final Duration PATIENCE = Duration.ofDays(365);

  private final Roster.Entry worker;
  private final Connector connector;
  private final RemoteWorker remote;
  private final Work work;
  private final Told told;
  private final BackgroundTasks tasks = new BackgroundTasks((_, e) -> failed(bug(e)));
  private final Thread thread;
  private volatile boolean ended;
  private volatile boolean here;
  private volatile boolean wasHere;
  private volatile boolean givenWay;
  private final long begun = System.nanoTime();
  private volatile String trouble = "";
  private volatile @Nullable RuntimeException failure;

  /// What a member works for.
  ///
  /// @param software name and version of this program
  /// @param keys of a password, the same for all members
  /// @param salts that of a worker, once it is known
  /// @param partial memory for packets that have come in part, for all members
  /// @param absences what is told of members that were never there
  /// @param ended is run when a member has ended
  record Work(
      EncodeJob job,
      Leases leases,
      WorkerListener listener,
      String software,
      Function<String, Keys> keys,
      Function<Roster.Entry, KnownSalt> salts,
      PartialPackets partial,
      Absences absences,
      Runnable ended) {}

  private Member(Roster.Entry worker, Work work) {
    this.worker = worker;
    this.work = work;
    this.told = new Told(work.listener());
    this.connector = worker.connector();
    this.remote =
        new RemoteWorker(
            new RemoteWorker.Settings(
                worker.name(),
                worker.password(),
                work.software(),
                worker.slots(),
                FRAME_MEMORY,
                PATIENCE),
            connector,
            new RemoteWorker.Shared(
                work.keys().apply(worker.password()), work.salts().apply(worker), work.partial()));
    this.thread = tasks.unstarted("worker " + worker.name(), this::run);
  }

  static Member start(Roster.Entry worker, Work work) {
    var member = new Member(worker, work);
    member.thread.start();
    return member;
  }

  Roster.Entry worker() {
    return worker;
  }

  /// Whether its slots can be used now.
  boolean isHere() {
    return here;
  }

  boolean hasEnded() {
    return ended;
  }

  /// Whether its slots could ever be used.
  boolean wasHere() {
    return wasHere;
  }

  /// Why it ended, unless there was nothing more to do or it was closed.
  @Nullable RuntimeException failure() {
    return failure;
  }

  /// Why its slots cannot be used now.
  String trouble() {
    RuntimeException reason = failure;
    return reason == null ? trouble : String.valueOf(reason.getMessage());
  }

  /// How long it has been at work.
  ///
  /// @param now of [System#nanoTime]
  long age(long now) {
    return now - begun;
  }

  /// Ends its slots at once: it is not wanted any more, or others wait for their turn.
  void giveWay() {
    givenWay = true;
    close();
  }

  boolean hasGivenWay() {
    return givenWay;
  }

  /// Ends its slots at once.
  void close() {
    remote.close();
  }

  void join() throws InterruptedException {
    thread.join();
  }

  private void run() {
    var _ = tasks.runHere(thread.getName(), this::serve);
    here = false;
    ended = true;
    work.ended().run();
  }

  private void serve() {
    try (connector) {
      remote.run(work.job(), work.leases(), told);
    } catch (GopException e) {
      failed(e);
    } catch (InterruptedException e) {
      throw GopException.bug("the thread of a worker was interrupted", e);
    }
  }

  /// The others go on.
  private void failed(GopException reason) {
    failure = reason;
    told.failed(reason);
  }

  private GopException bug(Throwable e) {
    return GopException.bug(
        "%s: %s; this is a bug, please report it with the output of --debug"
            .formatted(worker.name(), e),
        e);
  }

  /// Passes on what happens, and remembers it.
  private final class Told implements WorkerListener {
    private final WorkerListener others;

    Told(WorkerListener others) {
      this.others = others;
    }

    @Override
    public void joined(String name, int slots) {
      here = true;
      wasHere = true;
      others.joined(name, slots);
    }

    @Override
    public void left(String name, String reason) {
      here = false;
      trouble = reason;
      if (wasHere || work.absences().isNews(name, reason)) {
        others.left(name, reason);
      }
    }

    @Override
    public void traffic(String name, long sent, long received) {
      others.traffic(name, sent, received);
    }

    /// Says why, if that was not said.
    void failed(GopException reason) {
      if (!trouble.equals(reason.getMessage())) {
        left(worker.name(), reason.getMessage());
      }
    }
  }
}
