package org.rav1ebygop.transport.nats;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.protocol.Carrier;

/// A connection to a NATS server, and the carriers over it. The connection is made again whenever
/// it breaks; the carriers are lost then.
///
/// A client asks at `rbgp.FARM.hello.WORKER` for a connection whose id it has chosen at random, 32
/// hexadecimal digits. The worker listens at `rbgp.FARM.up.ID` then, and answers; the client
/// listens at `rbgp.FARM.down.ID`.
final class NatsFarm implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final String farm;
  private final Duration idle;
  private final Set<NatsCarrier> carriers = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("clock of NATS").factory());
  private final Connection nats;

  /// Which farm, and how to get there.
  ///
  /// @param url of the server, or several with commas between
  /// @param farm letters, digits, `-` and `_`, up to 64
  /// @param idle a carrier over which nothing comes for so long is lost
  record Settings(String url, String farm, Duration idle) {
    /// @throws GopException of kind USAGE when the farm has another name
    Settings {
      if (!TOKEN.matcher(farm).matches()) {
        throw GopException.usage(
            "the name of a farm is letters, digits, - and _, up to 64, not '%s'".formatted(farm));
      }
    }
  }

  private NatsFarm(Settings settings) throws IOException, InterruptedException {
    this.farm = settings.farm();
    this.idle = settings.idle();
    this.nats = Nats.connect(options(settings.url()));
    long period = Math.max(1, idle.toMillis() / 4);
    var _ =
        clock.scheduleWithFixedDelay(
            () -> carriers.forEach(NatsCarrier::tick), period, period, TimeUnit.MILLISECONDS);
  }

  /// Connects to the server.
  ///
  /// @throws IOException when it does not answer; the message is one line
  /// @throws GopException of kind ENVIRONMENT when the server does not let us in
  static NatsFarm connect(Settings settings) throws IOException, InterruptedException {
    try {
      return new NatsFarm(settings);
    } catch (AuthenticationException e) {
      throw GopException.environment(
          "the NATS server at %s does not let us in; check the credentials"
              .formatted(settings.url()),
          e);
    } catch (IllegalArgumentException e) {
      throw GopException.usage(
          "'%s' is no address of a NATS server; it looks like nats://HOST:4222"
              .formatted(settings.url()));
    } catch (IOException e) {
      throw new IOException("no NATS server answers at " + settings.url(), e);
    }
  }

  /// A new connection to a worker.
  ///
  /// @throws IOException when it does not answer
  Carrier connect(String worker) throws IOException, InterruptedException {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    String id = HexFormat.of().formatHex(random);
    NatsCarrier carrier = carrier(subject("down", id), subject("up", id));
    try {
      Message answer = nats.request(subject("hello", worker), id.getBytes(US_ASCII), ANSWER);
      if (answer == null) {
        carrier.close("the worker does not answer");
        throw new IOException("worker %s of farm %s does not answer".formatted(worker, farm));
      }
      return carrier;
    } catch (IllegalStateException e) {
      carrier.lost("the connection to the NATS server is gone");
      throw new IOException("the connection to the NATS server is gone", e);
    } catch (InterruptedException e) {
      carrier.close("nobody waits for this connection any more");
      throw e;
    }
  }

  /// From now on clients can connect to this worker; returns when the server knows.
  ///
  /// @param accept is given new connections, not started
  void serve(String worker, Consumer<Carrier> accept) throws IOException, InterruptedException {
    Dispatcher dispatcher = nats.createDispatcher(message -> accept(message, accept));
    dispatcher.subscribe(subject("hello", worker));
    flush();
  }

  private void accept(Message message, Consumer<Carrier> accept) throws InterruptedException {
    String id = new String(message.getData(), US_ASCII);
    String reply = message.getReplyTo();
    if (reply == null || !ID.matcher(id).matches()) {
      return;
    }
    try {
      NatsCarrier carrier = carrier(subject("up", id), subject("down", id));
      nats.publish(reply, new byte[0]);
      accept.accept(carrier);
    } catch (IOException | IllegalStateException _) {
      // the client gets no answer, and tries again
    }
  }

  /// A carrier whose subscription the server knows.
  private NatsCarrier carrier(String from, String to) throws IOException, InterruptedException {
    NatsCarrier carrier;
    try {
      carrier = new NatsCarrier(nats, new NatsCarrier.Subjects(from, to), idle, carriers::remove);
    } catch (IllegalStateException e) {
      throw new IOException("the connection to the NATS server is gone", e);
    }
    carriers.add(carrier);
    try {
      flush();
    } catch (IOException e) {
      carrier.lost("the connection to the NATS server is gone");
      throw e;
    }
    return carrier;
  }

  private void flush() throws IOException, InterruptedException {
    try {
      nats.flush(ANSWER);
    } catch (TimeoutException | IllegalStateException e) {
      throw new IOException("the NATS server does not answer", e);
    }
  }

  private String subject(String kind, String token) {
    return "rbgp.%s.%s.%s".formatted(farm, kind, token);
  }

  /// Without a buffer for what is said while there is no connection: that would reach the other
  /// side with a hole before it.
  private Options options(String url) {
    return new Options.Builder()
        .servers(url.split(","))
        .connectionName("rav1e-by-gop")
        .maxReconnects(-1)
        .reconnectBufferSize(0)
        .connectionListener((_, event) -> changed(event))
        .errorListener(new Quiet())
        .build();
  }

  private void changed(Events event) {
    if (event == Events.DISCONNECTED || event == Events.CLOSED) {
      carriers.forEach(carrier -> carrier.lost("the connection to the NATS server is gone"));
    }
  }

  @Override
  public void close() {
    carriers.forEach(carrier -> carrier.close("the connection is closed"));
    clock.shutdownNow();
    try {
      nats.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
