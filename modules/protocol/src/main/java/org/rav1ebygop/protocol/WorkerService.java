package org.rav1ebygop.protocol;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.api.spi.Provider;
import org.rav1ebygop.api.spi.TransportProvider;
import org.rav1ebygop.background.BackgroundTasks;
import org.rav1ebygop.background.PeriodicTask;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.Wire;
import org.rav1ebygop.protocol.session.PasswordKey;
import org.rav1ebygop.protocol.session.Timings;
import org.rav1ebygop.protocol.session.WorkerSession;

/// A worker: encodes GOPs for the clients that come over carriers. `docs/protocol.md` has the
/// protocol, its limits and its times. Used by any thread.
public final class WorkerService implements AutoCloseable {
  private final Reception reception;
  private final PeriodicTask clock;

  /// What a worker is.
  ///
  /// @param software name and version, for humans
  /// @param password not empty
  /// @param slots encoders at a time, for all clients together, 1 or more
  /// @param memory bytes that these may take together; one runs in any case
  /// @param backends that may be used
  /// @param found what these are, such as name and version, one line each
  /// @param local runs encoders on this machine
  /// @param spool folder for frames that wait for the encoder; null to keep fewer of them, in
  ///   memory
  public record Settings(
      String software,
      String password,
      int slots,
      long memory,
      List<EncoderBackendProvider> backends,
      List<String> found,
      TransportProvider local,
      @Nullable Path spool) {
    /// Copies the lists.
    ///
    /// @throws IllegalArgumentException when the password is empty, or the slots are too many or
    ///   few
    public Settings {
      backends = List.copyOf(backends);
      found = List.copyOf(found);
      if (password.isEmpty() || slots < 1 || slots > Wire.MAX_LEASES) {
        throw new IllegalArgumentException("a worker needs a password and slots");
      }
    }

    /// Without the password.
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s with %d slots", software, slots);
    }
  }

  /// What a worker does at the moment.
  ///
  /// @param busy encoders that run
  /// @param clients with a job, connected or expected back
  /// @param pixelRate pixels of luma that one slot encodes in a second, of late; 0 when nothing was
  ///   encoded yet
  public record Load(int slots, int busy, int clients, boolean draining, double pixelRate) {}

  /// A worker without clients. Takes a good part of a second, for the password.
  public WorkerService(Settings settings, WorkerEvents events) {
    this(settings, events, MachineSalt.own());
  }

  /// One whose password anybody may know, since others decide who may come. All workers that have
  /// it mix the same into it, so that a client of many takes that time only once.
  public static WorkerService withKnownPassword(Settings settings, WorkerEvents events) {
    byte[] digest = PasswordKey.digest(settings.password());
    return new WorkerService(settings, events, Bytes.of(Arrays.copyOf(digest, Wire.SALT)));
  }

  private WorkerService(Settings settings, WorkerEvents events, Bytes salt) {
    var random = new SecureRandom();
    var sessions =
        new WorkerSession.Config(
            settings.software(),
            settings.slots(),
            settings.backends().stream().map(Provider::id).toList(),
            salt,
            PasswordKey.derive(settings.password(), salt),
            size -> Randoms.bytes(random, size),
            Timings.STANDARD);
    this.reception = new Reception(settings, sessions, events);
    this.clock = new BackgroundTasks().every(Connection.TICK, "the clock", reception::tick);
  }

  /// Takes a connection that was just made and is not started. It is refused when the address has
  /// to wait; when there are too many without a proven password, the oldest of the address that has
  /// most of them ends.
  public void accept(Carrier carrier) {
    reception.accept(carrier);
  }

  /// At the moment.
  public Load load() {
    return reception.load();
  }

  /// Offers nothing any more, and takes no new clients. Leases that are open go on.
  public void drain() {
    reception.drain();
  }

  /// Waits until no client is left, as happens once it drains.
  ///
  /// @return false when some still are
  public boolean awaitDrained(Duration limit) throws InterruptedException {
    return reception.awaitDrained(limit);
  }

  /// Ends everything, encoders included, tells the clients, and waits for that a little.
  @Override
  public void close() {
    List<Connection> open = reception.close();
    clock.close();
    try {
      for (Connection connection : open) {
        connection.join();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
