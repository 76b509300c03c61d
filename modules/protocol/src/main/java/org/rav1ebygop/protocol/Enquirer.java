package org.rav1ebygop.protocol;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.WorkerInfo;
import org.rav1ebygop.background.BackgroundTasks;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.session.Effect;
import org.rav1ebygop.protocol.session.EnquirySession;

/// Asks workers what they are and do, all at once.
public final class Enquirer {
  /// Workers that are asked at a time: the key of each takes a good part of a second, and none may
  /// wait for it until its patience has ended.
  private static final int AT_A_TIME = 32;

  private final Map<String, Keys> keys = new ConcurrentHashMap<>();
  private final Semaphore turns = new Semaphore(AT_A_TIME);
  private final Semaphore answered = new Semaphore(0);
  private final SecureRandom random = new SecureRandom();
  private final Duration patience;

  private Enquirer(Duration patience) {
    this.patience = patience;
  }

  /// Returns when all have answered, or nobody has for a while.
  ///
  /// @param patience how long that is
  /// @return what is known of each, in the order of the entries
  public static List<WorkerInfo> ask(List<? extends Roster.Entry> entries, Duration patience)
      throws InterruptedException {
    var enquirer = new Enquirer(patience);
    List<Enquiry> enquiries =
        entries.stream().<Enquiry>map(entry -> enquirer.new Enquiry(entry)).toList();
    List<Thread> threads = enquiries.stream().map(Enquiry::start).toList();
    try {
      boolean more = true;
      for (int i = 0; i < entries.size() && more; i++) {
        more = enquirer.answered.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
      }
    } finally {
      threads.forEach(Thread::interrupt);
    }
    return enquiries.stream().map(Enquiry::result).toList();
  }

  /// One worker.
  private final class Enquiry implements Connection.Owner {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private final Roster.Entry worker;
    private final BackgroundTasks tasks =
        new BackgroundTasks((_, failure) -> absent("asking it failed: " + failure));

    @GuardedBy("lock")
    private @Nullable WorkerInfo result;

    @GuardedBy("lock")
    private @Nullable Connection connection;

    Enquiry(Roster.Entry worker) {
      this.worker = worker;
    }

    WorkerInfo result() {
      lock.lock();
      try {
        WorkerInfo known = result;
        return known == null
            ? WorkerInfo.absent(
                worker.name(),
                String.format(Locale.ROOT, "no answer within %d s", patience.toSeconds()))
            : known;
      } finally {
        lock.unlock();
      }
    }

    Thread start() {
      return tasks.startVirtual("asks " + worker.name(), this::run);
    }

    private void run() throws InterruptedException {
      turns.acquire();
      try (Connector connector = worker.connector()) {
        converse(connector.connect());
      } catch (IOException | GopException e) {
        absent(String.valueOf(e.getMessage()));
      } catch (RuntimeException | Error e) {
        absent("asking it failed: " + e);
        throw e;
      } finally {
        turns.release();
        answered.release();
      }
    }

    private void converse(Carrier carrier) throws InterruptedException {
      Keys own = keys.computeIfAbsent(worker.password(), Keys::new);
      var session =
          new EnquirySession(
              own,
              size -> Randoms.bytes(random, size),
              Bytes.of(carrier.channelBinding()),
              System.nanoTime());
      var mine = new Connection(lock, carrier, session, new Outbox.Counted(), this);
      begin(mine);
      try (var _ =
          tasks.every(Connection.TICK, "the clock of " + worker.name(), () -> tick(mine))) {
        await();
        mine.join();
      } finally {
        carrier.close("");
      }
    }

    private void begin(Connection mine) {
      lock.lock();
      try {
        connection = mine;
      } finally {
        lock.unlock();
      }
      mine.start();
    }

    private void await() throws InterruptedException {
      lock.lock();
      try {
        while (result == null) {
          told.await();
        }
      } finally {
        lock.unlock();
      }
    }

    private void tick(Connection mine) {
      lock.lock();
      try {
        mine.tick(System.nanoTime());
        mine.pump();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public BackgroundTasks tasks() {
      return tasks;
    }

    @Override
    public void on(Connection from, Effect effect) {
      switch (effect) {
        case Effect.Reported reported -> tell(info(reported));
        case Effect.End end -> absent(end.text());
        case Effect.Joined _, Effect.OpenJob _, Effect.Start _, Effect.Enquired _ -> {}
      }
    }

    @Override
    @GuardedBy("lock")
    public void changed() {
      Connection mine = connection;
      if (mine != null) {
        mine.pump();
      }
    }

    private WorkerInfo info(Effect.Reported reported) {
      var report = reported.report();
      if (report.draining()) {
        return WorkerInfo.absent(worker.name(), "it stops when what it encodes has ended");
      }
      return new WorkerInfo(
          worker.name(),
          "",
          reported.worker().software(),
          report.encoders(),
          reported.worker().slots(),
          report.busy(),
          report.clients(),
          report.pixelRate());
    }

    private void absent(String trouble) {
      tell(WorkerInfo.absent(worker.name(), trouble));
    }

    /// What is known first counts.
    private void tell(WorkerInfo info) {
      lock.lock();
      try {
        result = result == null ? info : result;
        told.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
