package org.rav1ebygop.plugin.transport.nats;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.nats.client.AuthHandler;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.protocol.Carrier;

/// A connection to a NATS server, and the carriers over it. The connection is made as soon as that
/// is possible, and again whenever it breaks; the carriers are lost then.
///
/// A client asks at `rbgp.FARM.hello.WORKER` for a connection whose id it has chosen at random, 32
/// hexadecimal digits. The worker listens at `rbgp.FARM.up.ID` then, and answers; the client
/// listens at `rbgp.FARM.down.ID`. A worker that leaves says so at `rbgp.FARM.left.WORKER`.
final class NatsFarm implements AutoCloseable {
  static final String HELLO = "hello";
  static final String LEFT = "left";

  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration PULSE = Duration.ofSeconds(1);
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final Settings settings;
  private final Events events;
  private final Troubles troubles;
  private final Flushes flushes = new Flushes(ANSWER);
  private final Set<NatsCarrier> carriers = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock =
      Executors.newScheduledThreadPool(2, Thread.ofPlatform().daemon().name("NATS").factory());
  private final CountDownLatch first = new CountDownLatch(1);
  private volatile @Nullable GopException refusal;
  private volatile @Nullable Connection nats;
  private volatile boolean closed;

  /// Which farm, and how to get there.
  ///
  /// @param servers of one cluster
  /// @param farm letters, digits, `-` and `_`, up to 64
  /// @param idle a carrier over which nothing comes for so long is lost
  /// @param credentials null when the address says it all
  /// @param tls null for none
  record Settings(
      List<URI> servers,
      String farm,
      Duration idle,
      @Nullable AuthHandler credentials,
      @Nullable SSLContext tls) {
    /// @throws GopException of kind USAGE when the farm has another name
    Settings {
      servers = List.copyOf(servers);
      checked(farm);
    }

    /// The name of a farm.
    ///
    /// @throws GopException of kind USAGE when it is none
    static String checked(String farm) {
      if (!TOKEN.matcher(farm).matches()) {
        throw GopException.usage(
            "the name of a farm is letters, digits, - and _, up to 64, not '%s'".formatted(farm));
      }
      return farm;
    }

    String subject(String kind, String token) {
      return "rbgp.%s.%s.%s".formatted(farm, kind, token);
    }

    /// Where clients say how many GOPs wait.
    String backlog() {
      return "rbgp.%s.backlog".formatted(farm);
    }

    /// The servers without users and passwords.
    String shown() {
      return servers.stream()
          .map(uri -> uri.toString().replaceFirst("//[^/]*@", "//"))
          .collect(Collectors.joining(","));
    }
  }

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

  NatsFarm(Settings settings, Events events) {
    this.settings = settings;
    this.events = events;
    this.troubles = new Troubles(settings.shown(), events::told, this::lost);
  }

  /// Begins to connect, and does not wait.
  void start() {
    try {
      every(PULSE, this::pulse);
      every(settings.idle().dividedBy(4), () -> carriers.forEach(NatsCarrier::tick));
    } catch (RejectedExecutionException _) {
      // closed already
    }
  }

  private void every(Duration period, Runnable task) {
    var _ = clock.scheduleWithFixedDelay(task, 0, period.toMillis(), TimeUnit.MILLISECONDS);
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

  private void pulse() {
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
    } catch (InterruptedException _) {
      // closed
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
      if (closed) {
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
  /// @param id where it listens
  /// @param name for messages
  /// @throws IOException when it does not answer
  Carrier connect(String id, String name) throws IOException, InterruptedException {
    String mine = newId();
    Connection now = connected();
    NatsCarrier carrier =
        carrier(now, settings.subject("down", mine), settings.subject("up", mine));
    try {
      Message answer = now.request(settings.subject(HELLO, id), mine.getBytes(US_ASCII), ANSWER);
      if (answer == null) {
        carrier.close("the worker does not answer");
        throw new IOException(
            "worker %s of farm %s does not answer".formatted(name, settings.farm()));
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

  /// A client asks for a connection.
  ///
  /// @param accept is given the connection, not started
  void accept(@Nullable String reply, byte[] wanted, Consumer<Carrier> accept) {
    String id = new String(wanted, US_ASCII);
    if (reply == null || !isId(id)) {
      return;
    }
    try {
      Connection now = connected();
      NatsCarrier carrier = carrier(now, settings.subject("up", id), settings.subject("down", id));
      now.publish(reply, new byte[0]);
      accept.accept(carrier);
    } catch (IOException | IllegalStateException _) {
      // the client gets no answer, and tries again
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// A carrier whose subscription the server knows.
  private NatsCarrier carrier(Connection now, String from, String to)
      throws IOException, InterruptedException {
    NatsCarrier carrier;
    try {
      carrier =
          new NatsCarrier(
              now, new NatsCarrier.Subjects(from, to), settings.idle(), carriers::remove);
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

  @Override
  public void close() {
    closed = true;
    troubles.close();
    carriers.forEach(carrier -> carrier.close("the connection is closed"));
    clock.shutdownNow();
    Connection now = nats;
    if (now != null) {
      try {
        now.close();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
