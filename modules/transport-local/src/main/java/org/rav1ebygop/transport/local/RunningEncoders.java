package org.rav1ebygop.transport.local;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.rav1ebygop.api.spi.GopEncoder;
import org.rav1ebygop.api.spi.LeaseEnd;

/// The slots of one transport: the encoders that run in them, and the threads that wait for a
/// lease. Used by any thread.
final class RunningEncoders implements AutoCloseable {
  /// How the leases of a transport end that is closed.
  static final LeaseEnd.GivenBack CLOSED = new LeaseEnd.GivenBack("the slot was closed");

  @GuardedBy("this")
  private final Set<GopEncoder> encoders = new HashSet<>();

  @GuardedBy("this")
  private final Set<Thread> waiting = new HashSet<>();

  @GuardedBy("this")
  private boolean closed;

  /// An encoder is known until this is closed.
  interface Entry extends AutoCloseable {
    @Override
    void close();
  }

  Entry enter(GopEncoder encoder) {
    boolean late;
    synchronized (this) {
      encoders.add(encoder);
      late = closed;
    }
    if (late) {
      encoder.close();
    }
    return () -> leave(encoder);
  }

  /// Whether all encoders are ended.
  synchronized boolean isClosed() {
    return closed;
  }

  /// This thread begins to wait for a lease and may be interrupted.
  ///
  /// @return false when there is nothing to wait for any more
  synchronized boolean beginWait() {
    if (!closed) {
      waiting.add(Thread.currentThread());
    }
    return !closed;
  }

  /// This thread has a lease, or will not get one; it is not interrupted from now on, because that
  /// would close the files it writes to.
  ///
  /// @return false when it must not use the lease
  synchronized boolean endWait() {
    waiting.remove(Thread.currentThread());
    if (closed) {
      Thread.interrupted();
    }
    return !closed;
  }

  @Override
  public void close() {
    List<GopEncoder> running;
    synchronized (this) {
      closed = true;
      waiting.forEach(Thread::interrupt);
      running = List.copyOf(encoders);
    }
    running.forEach(GopEncoder::close);
  }

  private synchronized void leave(GopEncoder encoder) {
    encoders.remove(encoder);
  }
}
