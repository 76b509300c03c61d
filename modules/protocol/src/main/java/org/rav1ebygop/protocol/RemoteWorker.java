package org.rav1ebygop.protocol;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.spi.EncodeJob;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.WorkerListener;

/// A transport that offers the slots of one worker, over as many connections as it takes. For one
/// job.
///
/// A connection that breaks is made again; leases outlive it as long as both sides keep them. The
/// transport fails when the worker refuses for a reason that will not pass, or cannot be reached
/// for too long.
public final class RemoteWorker implements Transport {
  private final Settings settings;
  private final Connector connector;
  private @Nullable ClientLink link;
  private boolean closed;

  /// Which worker, and how to deal with it.
  ///
  /// @param name of the worker, as users see it
  /// @param password not empty
  /// @param software name and version of this program, for the worker's log
  /// @param maxSlots how many of its slots to use at the most, 1 or more
  /// @param codings for frames on a connection that is slower than the encoders, best first
  /// @param patience how long the worker may be out of reach
  public record Settings(
      String name,
      String password,
      String software,
      int maxSlots,
      List<FrameCoding> codings,
      Duration patience) {
    /// Copies the list.
    ///
    /// @throws IllegalArgumentException when the password is empty
    public Settings {
      codings = List.copyOf(codings);
      if (password.isEmpty()) {
        throw new IllegalArgumentException("a worker needs a password");
      }
    }

    /// Without the password.
    @Override
    public String toString() {
      return name;
    }
  }

  /// What went over the wire, in bytes of messages.
  public record Traffic(long sent, long received) {}

  /// @param connector makes connections to that worker
  public RemoteWorker(Settings settings, Connector connector) {
    this.settings = settings;
    this.connector = connector;
  }

  @Override
  public void run(EncodeJob job, Leases leases, WorkerListener listener)
      throws InterruptedException {
    var mine = new ClientLink(settings, connector, job, leases, listener);
    synchronized (this) {
      if (closed) {
        return;
      }
      link = mine;
    }
    mine.run();
  }

  /// What went over the wire so far.
  public synchronized Traffic traffic() {
    ClientLink mine = link;
    return mine == null ? new Traffic(0, 0) : new Traffic(mine.sent().get(), mine.received().get());
  }

  @Override
  public void close() {
    ClientLink mine;
    synchronized (this) {
      closed = true;
      mine = link;
    }
    if (mine != null) {
      mine.close();
    }
  }
}
