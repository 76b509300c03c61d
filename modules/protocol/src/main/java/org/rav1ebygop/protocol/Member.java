package org.rav1ebygop.protocol;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.EncodeJob;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.WorkerListener;

/// A worker at work for a job, on a thread of its own.
final class Member {
  /// Bytes of frames on their way to one worker.
  private static final long FRAME_MEMORY = 256L << 20;

  /// As long as there is something to do: who gives up is [Fleet].
  private static final Duration PATIENCE = Duration.ofDays(365);

  private final Roster.Entry worker;
  private final Connector connector;
  private final RemoteWorker remote;
  private final Thread thread;
  private volatile boolean here;
  private volatile boolean wasHere;
  private volatile String trouble = "";
  private volatile @Nullable RuntimeException failure;

  /// What a member works for.
  ///
  /// @param software name and version of this program
  /// @param keys of a password, the same for all members
  /// @param ended is run when a member has ended
  record Work(
      EncodeJob job,
      Leases leases,
      WorkerListener listener,
      String software,
      Function<String, Keys> keys,
      Runnable ended) {}

  private Member(Roster.Entry worker, Work work) {
    this.worker = worker;
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
            work.keys().apply(worker.password()));
    this.thread =
        Thread.ofPlatform().name("worker " + worker.name()).daemon().unstarted(() -> run(work));
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
    return !thread.isAlive();
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

  /// Ends its slots at once.
  void close() {
    remote.close();
  }

  void join() throws InterruptedException {
    thread.join();
  }

  private void run(Work work) {
    var told = new Told(work.listener());
    try (connector) {
      remote.run(work.job(), work.leases(), told);
    } catch (GopException e) {
      failure = e;
      told.failed(e);
    } catch (RuntimeException e) {
      failure = GopException.bug("worker %s: %s".formatted(worker.name(), e), e);
    } catch (InterruptedException _) {
      // nobody interrupts it
    } finally {
      here = false;
      work.ended().run();
    }
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
      others.left(name, reason);
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
