package org.rav1ebygop.protocol;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.spi.EncodeJob;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.WorkerListener;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.Wire;
import org.rav1ebygop.protocol.session.ClientSession;
import org.rav1ebygop.protocol.session.FramePool;
import org.rav1ebygop.protocol.session.KnownSalt;
import org.rav1ebygop.protocol.session.PartialPackets;
import org.rav1ebygop.protocol.session.Timings;

/// A transport that offers the slots of one worker, over as many connections as it takes. For one
/// job.
///
/// A connection that breaks is made again; leases outlive it as long as both sides keep them. The
/// transport fails when the worker refuses for a reason that will not pass, or cannot be reached
/// for too long.
public final class RemoteWorker implements Transport {
  /// Enough for a round trip of 200 ms at 5 MB/s of a single GOP.
  private static final int PACKET_WINDOW = 1 << 20;

  private final Settings settings;
  private final Connector connector;
  private final Shared shared;

  @GuardedBy("this")
  private @Nullable ClientLink link;

  @GuardedBy("this")
  private boolean closed;

  /// Which worker, and how to deal with it.
  ///
  /// @param name of the worker, as users see it
  /// @param password not empty
  /// @param software name and version of this program, for the worker's log
  /// @param maxSlots how many of its slots to use at the most, 1 or more
  /// @param frameMemory bytes of frames that may wait for it here, but two frames for each slot in
  ///   any case
  /// @param patience how long the worker may be out of reach
  public record Settings(
      String name,
      String password,
      String software,
      int maxSlots,
      long frameMemory,
      Duration patience) {
    /// @throws IllegalArgumentException when the password is empty, or the slots are too many or
    ///   few
    public Settings {
      if (password.isEmpty() || maxSlots < 1 || maxSlots > Wire.MAX_LEASES) {
        throw new IllegalArgumentException("a worker needs a password and slots");
      }
    }

    ClientSession.Config session(
        EncodeJob job, FramePool pool, PartialPackets.Share partial, Shared shared) {
      var random = new SecureRandom();
      return new ClientSession.Config(
          software,
          new Message.Terms(job.backend(), job.format(), job.settingsElsewhere()),
          maxSlots,
          slots -> window(job.format().layout().frameBytes(), slots),
          pool,
          FrameCoder.CODINGS,
          PACKET_WINDOW,
          partial,
          shared.keys(),
          shared.salt(),
          size -> Randoms.bytes(random, size),
          Timings.STANDARD);
    }

    private int window(long frameBytes, int slots) {
      return Math.clamp(frameMemory / frameBytes / slots, 2, Wire.MAX_WINDOW);
    }

    /// Without the password.
    @Override
    public String toString() {
      return name;
    }
  }

  /// What a worker has in common with others, or with its former self.
  ///
  /// @param keys of its password
  /// @param salt once it is known
  /// @param partial memory for packets that have come in part
  record Shared(Keys keys, KnownSalt salt, PartialPackets partial) {}

  /// What went over the wire, in bytes of messages.
  public record Traffic(long sent, long received) {}

  /// @param connector makes connections to that worker
  public RemoteWorker(Settings settings, Connector connector) {
    this(
        settings,
        connector,
        new Shared(new Keys(settings.password()), new KnownSalt(), PartialPackets.inHeap()));
  }

  RemoteWorker(Settings settings, Connector connector, Shared shared) {
    this.settings = settings;
    this.connector = connector;
    this.shared = shared;
  }

  @Override
  public void run(EncodeJob job, Leases leases, WorkerListener listener)
      throws InterruptedException {
    var mine =
        new ClientLink(new ClientLink.Worker(settings, connector, shared), job, leases, listener);
    synchronized (this) {
      if (closed) {
        return;
      }
      link = mine;
    }
    new ClientRun(mine, settings.patience()).run();
  }

  /// What went over the wire so far.
  public synchronized Traffic traffic() {
    ClientLink mine = link;
    return mine == null ? new Traffic(0, 0) : mine.traffic();
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
