package org.rav1ebygop.plugin.transport.nats;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.Nats;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.background.BackgroundTasks;
import org.rav1ebygop.background.PeriodicTask;
import org.rav1ebygop.protocol.Carrier;

/// A connection to a NATS server, and the carriers over it. The connection is made as soon as that
/// is possible, and again whenever it breaks; the carriers are lost then.
///
/// A client asks at `rbgp.FARM.hello.WORKER.ID.CLIENT` for a connection whose id it has chosen at
/// random, 32 hexadecimal digits; WORKER and CLIENT are the users of both, ID that of a run of the
/// worker. The worker listens at `rbgp.FARM.up.WORKER.CLIENT.CONNECTION` then, and answers; the
/// client listens at `rbgp.FARM.down.CLIENT.WORKER.CONNECTION`. A worker that leaves says so at
/// `rbgp.FARM.left.WORKER.ID`.
final class NatsFarm implements AutoCloseable {
  private static final byte[] IN_USE = "in use".getBytes(US_ASCII);

  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration PULSE = Duration.ofSeconds(1);
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  private final FarmSettings settings;
  private final Events events;
  private final Troubles troubles;
  private final Flushes flushes = new Flushes(ANSWER);
  private final Set<NatsCarrier> carriers = ConcurrentHashMap.newKeySet();
  private final BackgroundTasks tasks;
  private final CountDownLatch first = new CountDownLatch(1);
  private volatile @Nullable GopException refusal;
  private volatile @Nullable Connection nats;

  @GuardedBy("this")
  private final List<PeriodicTask> running = new ArrayList<>();

  @GuardedBy("this")
  private boolean closed;

  /// What happens to the connection. Called by several threads.
  interface Events {
    /// There is a new connection. Not called when jnats itself mends one, with its subscriptions.
    ///
    /// @throws IllegalStateException when it is gone already
    void connected(Connection nats);

    /// A second has gone by in which the connection seemed to be there.
    default void pulse(Connection nats) {}

    /// The server has taken all that was sent until the end of the last pulse.
    default void answered() {}

    /// Users should know, one line.
    void told(String line);
  }

  NatsFarm(FarmSettings settings, Events events) {
    this.settings = settings;
    this.events = events;
    this.tasks =
        new BackgroundTasks(
            (task, failure) -> events.told("%s failed: %s".formatted(task, failure)));
    this.troubles = new Troubles(settings.shown(), events::told, this::lost);
  }

  /// Begins to connect, and does not wait.
  synchronized void start() {
    if (closed) {
      return;
    }
    String farm = "farm " + settings.farm();
    PeriodicTask pulse = tasks.every(PULSE, "the pulse of " + farm, this::pulse);
    pulse.runSoon();
    running.add(pulse);
    running.add(
        tasks.every(
            settings.idle().dividedBy(4),
            "the clock of " + farm,
            () -> carriers.forEach(NatsCarrier::tick)));
  }

  /// What a subscription calls. jnats keeps to itself what that throws.
  ///
  /// @param name of what is handled, for the report of a failure
  MessageHandler handler(String name, Consumer<Message> action) {
    return message -> {
      var _ = tasks.runHere(name, () -> action.accept(message));
    };
  }

  /// Waits until the first try to connect has succeeded or failed.
  ///
  /// @throws GopException of kind ENVIRONMENT when the server does not let us in
  void awaitFirst() throws InterruptedException {
    first.await();
    GopException reason = refusal;
    if (reason != null) {
      throw reason;
    }
  }

  /// Why the server did not let us in when it was last asked.
  @Nullable GopException refusal() {
    return refusal;
  }

  /// What stood in the way of the last try to connect, one line; empty when that is not known.
  String cause() {
    return troubles.cause();
  }

  /// Null as long as there was none.
  @Nullable Connection connection() {
    return nats;
  }

  private void pulse() throws InterruptedException {
    try {
      Connection now = nats;
      if (now == null || now.getStatus() == Connection.Status.CLOSED) {
        now = open();
      }
      if (now != null && now.getStatus() == Connection.Status.CONNECTED) {
        events.pulse(now);
        flushes.flush(now);
        troubles.over();
        events.answered();
      }
    } catch (TimeoutException _) {
      troubles.slow();
    } catch (IllegalStateException _) {
      // the connection has just broken, which is noticed elsewhere
    } finally {
      first.countDown();
    }
  }

  /// @return null when that failed
  private @Nullable Connection open() throws InterruptedException, TimeoutException {
    try {
      Connection made = Nats.connect(troubles.listening(settings));
      try {
        events.connected(made);
        made.flush(ANSWER);
      } catch (IllegalStateException | TimeoutException e) {
        made.close();
        throw e;
      }
      refusal = null;
      nats = made;
      if (isClosed()) {
        made.close();
      }
      return made;
    } catch (AuthenticationException e) {
      refusal = troubles.refused(e);
    } catch (IOException e) {
      troubles.unreachable(e);
    }
    return null;
  }

  /// A new connection to a worker.
  ///
  /// @param address of the worker, `USER.ID`
  /// @param name for messages
  /// @throws IOException when it does not answer
  Carrier connect(String address, String name) throws IOException, InterruptedException {
    return connect(address, name, newId());
  }

  /// @param connection its id
  Carrier connect(String address, String name, String connection)
      throws IOException, InterruptedException {
    String worker = address.substring(0, address.indexOf('.'));
    Connection now = connected();
    var subjects =
        new NatsCarrier.Subjects(
            settings.down(worker, settings.user(), connection),
            settings.up(worker, settings.user(), connection));
    NatsCarrier carrier = carrier(now, subjects, worker);
    try {
      Message answer =
          now.request(
              settings.hello(address, settings.user()), connection.getBytes(US_ASCII), ANSWER);
      if (answer == null) {
        carrier.close("the worker does not answer");
        throw new IOException(
            "worker %s of farm %s does not answer".formatted(name, settings.farm()));
      }
      if (answer.getData().length > 0) {
        carrier.lost("the worker refuses the connection");
        throw new IOException(
            "worker %s of farm %s refuses the connection".formatted(name, settings.farm()));
      }
      return carrier;
    } catch (IllegalStateException e) {
      carrier.lost(Troubles.GONE);
      throw new IOException(Troubles.GONE, e);
    } catch (InterruptedException e) {
      carrier.close("nobody waits for this connection any more");
      throw e;
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /// A client asks for a connection.
  ///
  /// @param subject where it asks, which ends with its user
  /// @param accept is given the connection, not started
  void accept(String subject, @Nullable String reply, byte[] wanted, Consumer<Carrier> accept) {
    String client = subject.substring(subject.lastIndexOf('.') + 1);
    String id = new String(wanted, US_ASCII);
    if (reply != null && isId(id) && FarmSettings.isUser(client)) {
      var _ = tasks.runHere("a client's request", () -> answer(client, reply, id, accept));
    }
  }

  /// The id of a connection is taken until that has ended, whoever knows it.
  private void answer(String client, String reply, String id, Consumer<Carrier> accept) {
    var subjects =
        new NatsCarrier.Subjects(
            settings.up(settings.user(), client, id), settings.down(settings.user(), client, id));
    try {
      Connection now = connected();
      if (carriers.stream().anyMatch(carrier -> carrier.subjects().equals(subjects))) {
        now.publish(reply, IN_USE);
        return;
      }
      NatsCarrier carrier = carrier(now, subjects, client);
      now.publish(reply, new byte[0]);
      accept.accept(carrier);
    } catch (IOException | IllegalStateException _) {
      // the client gets no answer, and tries again
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// A carrier whose subscription the server knows.
  private NatsCarrier carrier(Connection now, NatsCarrier.Subjects subjects, String user)
      throws IOException, InterruptedException {
    NatsCarrier carrier;
    try {
      carrier = new NatsCarrier(now, subjects, user, settings.idle(), carriers::remove);
    } catch (IllegalStateException e) {
      throw new IOException(Troubles.GONE, e);
    }
    carriers.add(carrier);
    try {
      flushes.flush(now);
      return carrier;
    } catch (TimeoutException | IllegalStateException e) {
      carrier.lost(Troubles.GONE);
      throw new IOException("the NATS server does not answer", e);
    }
  }

  private Connection connected() throws IOException {
    Connection now = nats;
    if (now == null) {
      throw new IOException("there is no connection to a NATS server at " + settings.shown());
    }
    return now;
  }

  private void lost() {
    carriers.forEach(carrier -> carrier.lost(Troubles.GONE));
  }

  static String newId() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /// Whether that is the address of a worker.
  static boolean isAddress(String text) {
    int dot = text.indexOf('.');
    return dot > 0 && FarmSettings.isUser(text.substring(0, dot)) && isId(text.substring(dot + 1));
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      running.forEach(PeriodicTask::cancel);
    }
    troubles.close();
    carriers.forEach(carrier -> carrier.close("the connection is closed"));
    Connection now = nats;
    if (now != null) {
      close(now);
    }
  }

  /// jnats drops what it has not sent yet, and with it the last words of carriers: a worker that
  /// does not hear them keeps what is under way for a client that never comes back.
  private static void close(Connection nats) {
    try {
      nats.flush(LAST_WORDS);
    } catch (TimeoutException | IllegalStateException _) {
      // nobody can be told
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    try {
      nats.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
