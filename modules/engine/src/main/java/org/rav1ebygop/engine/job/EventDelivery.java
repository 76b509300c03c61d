package org.rav1ebygop.engine.job;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.background.BackgroundTasks;

/// Delivers the events of a job on a thread of its own: whoever tells one holds locks of leases and
/// connections and never waits for a listener.
///
/// All events are facts and none is left out; where a job stands is asked for and is no event. What
/// waits is kept in memory: about ten events for each GOP, each some hundred bytes, and the
/// measures of its frames. It is much only when a listener waits for something, which none should.
public final class EventDelivery implements JobListener, AutoCloseable {
  private final JobListener to;
  private final Duration patience;
  private final Thread thread = new BackgroundTasks().unstarted("events", this::run);

  @GuardedBy("this")
  private final Deque<JobEvent> waiting = new ArrayDeque<>();

  @GuardedBy("this")
  private long delivered;

  @GuardedBy("this")
  private boolean closed;

  /// @param patience how long the listener may take for an event at the end
  public EventDelivery(JobListener to, Duration patience) {
    this.to = to;
    this.patience = patience;
  }

  /// Begins to deliver, first what was told before.
  public EventDelivery start() {
    thread.start();
    return this;
  }

  /// Takes an event, and never waits. What is told after the end is not delivered.
  @Override
  public synchronized void on(JobEvent event) {
    if (!closed) {
      waiting.add(event);
      notifyAll();
    }
  }

  /// Waits until all is delivered, as long as the listener takes it.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      long before = delivered();
      while (!thread.join(patience)) {
        long now = delivered();
        if (now == before) {
          return;
        }
        before = now;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() throws InterruptedException {
    for (JobEvent event = next(); event != null; event = next()) {
      deliver(event);
    }
  }

  /// A listener that fails at one event is told the next one all the same.
  private void deliver(JobEvent event) {
    try {
      to.on(event);
    } catch (RuntimeException | Error e) {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    } finally {
      count();
    }
  }

  private synchronized @Nullable JobEvent next() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    return waiting.poll();
  }

  private synchronized void count() {
    delivered++;
  }

  private synchronized long delivered() {
    return delivered;
  }
}
