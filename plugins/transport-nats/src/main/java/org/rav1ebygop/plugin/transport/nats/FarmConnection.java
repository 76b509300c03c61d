package org.rav1ebygop.plugin.transport.nats;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
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
import javax.net.ssl.SSLException;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.protocol.Carrier;

/// A connection to a NATS server, and the carriers over it. The connection is made again whenever
/// it breaks; the carriers are lost then.
///
/// A client asks at `rbgp.FARM.hello.WORKER` for a connection whose id it has chosen at random, 32
/// hexadecimal digits. The worker listens at `rbgp.FARM.up.ID` then, and answers; the client
/// listens at `rbgp.FARM.down.ID`.
final class FarmConnection implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private final Farm farm;
  private final Duration idle;
  private final Consumer<String> told;
  private final Set<NatsCarrier> carriers = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("clock of NATS").factory());
  private final Connection nats;
  private volatile boolean closed;

  private FarmConnection(Farm farm, Duration idle, Consumer<String> told)
      throws IOException, InterruptedException {
    this.farm = farm;
    this.idle = idle;
    this.told = told;
    this.nats = Nats.connect(options());
    long period = Math.max(1, idle.toMillis() / 4);
    var _ =
        clock.scheduleWithFixedDelay(
            () -> carriers.forEach(NatsCarrier::tick), period, period, TimeUnit.MILLISECONDS);
  }

  /// Connects to the server.
  ///
  /// @param idle a carrier over which nothing comes for so long is lost
  /// @param told when the server has gone and when it is back, one line each
  /// @throws IOException when it does not answer; the message is one line
  /// @throws GopException of kind ENVIRONMENT when the server does not let us in
  static FarmConnection open(Farm farm, Duration idle, Consumer<String> told)
      throws IOException, InterruptedException {
    try {
      return new FarmConnection(farm, idle, told);
    } catch (AuthenticationException e) {
      throw GopException.environment(
          "the NATS server at %s does not let us in; check the credentials".formatted(farm.place()),
          e);
    } catch (IOException e) {
      throw trouble(farm, e);
    }
  }

  private static IOException trouble(Farm farm, IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        throw GopException.environment(
            "the certificate of the NATS server at %s is not trusted, or it has none: %s"
                .formatted(farm.place(), oneLine(cause)),
            e);
      }
    }
    return new IOException("no NATS server answers at " + farm.place(), e);
  }

  private static String oneLine(Throwable e) {
    return String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
  }

  /// Whether the server can be reached now.
  boolean isConnected() {
    return nats.getStatus() == Connection.Status.CONNECTED;
  }

  /// The connection itself, for services and questions.
  Connection nats() {
    return nats;
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
        throw new IOException("worker %s of farm %s does not answer".formatted(worker, farm.name()));
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

  /// Takes the connection that a client asks for.
  ///
  /// @param id that the client has chosen
  /// @param answer is run when this side listens
  /// @param accept is given the connection, not started
  void take(byte[] id, Runnable answer, Consumer<Carrier> accept) throws InterruptedException {
    String text = new String(id, US_ASCII);
    if (!ID.matcher(text).matches()) {
      return;
    }
    try {
      NatsCarrier carrier = carrier(subject("up", text), subject("down", text));
      answer.run();
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

  String subject(String kind, String token) {
    return "rbgp.%s.%s.%s".formatted(farm.name(), kind, token);
  }

  /// Without a buffer for what is said while there is no connection: that would reach the other
  /// side with a hole before it.
  private Options options() {
    var options =
        new Options.Builder()
            .servers(farm.servers().toArray(String[]::new))
            .connectionName("rav1e-by-gop")
            .connectionTimeout(ANSWER)
            .reconnectWait(Duration.ofSeconds(1))
            .maxReconnects(-1)
            .reconnectBufferSize(0)
            .connectionListener((_, event) -> changed(event))
            .errorListener(new Quiet());
    if (farm.credentials() != null) {
      options.authHandler(Nats.credentials(farm.credentials().toString()));
    }
    if (farm.authorities() != null) {
      options.sslContext(farm.authorities());
    }
    return options.build();
  }

  private void changed(Events event) {
    switch (event) {
      case DISCONNECTED, CLOSED -> {
        carriers.forEach(carrier -> carrier.lost("the connection to the NATS server is gone"));
        if (event == Events.DISCONNECTED && !closed) {
          told.accept(
              "the NATS server at %s is gone; it is tried again and again".formatted(farm.place()));
        }
      }
      case RECONNECTED -> told.accept("the NATS server at %s is back".formatted(farm.place()));
      default -> {
        // nothing that matters here
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    carriers.forEach(carrier -> carrier.close("the connection is closed"));
    clock.shutdownNow();
    try {
      nats.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
