package org.rav1ebygop.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.rav1ebygop.testkit.ReservedPort;

/// A nats-server on loopback, which can be killed and started again at its port.
final class Broker implements AutoCloseable {
  private final ReservedPort port;
  private final @Nullable ReservedPort between;
  private final UnaryOperator<Run> how;
  private Running process;

  /// @param between for the other brokers; null without a cluster
  /// @param how it is run
  private Broker(ReservedPort port, @Nullable ReservedPort between, UnaryOperator<Run> how)
      throws IOException {
    this.port = port;
    this.between = between;
    this.how = how;
    this.process = run();
  }

  /// Starts one. The test is skipped where there is none.
  static Broker start() throws IOException {
    return start(run -> run);
  }

  /// Starts one in some way.
  static Broker start(UnaryOperator<Run> how) throws IOException {
    return new Broker(new ReservedPort(), null, how);
  }

  /// Starts several that form a cluster, and waits until each knows all others.
  static List<Broker> cluster(int size) throws IOException {
    var between = new ArrayList<ReservedPort>();
    for (int i = 0; i < size; i++) {
      between.add(new ReservedPort());
    }
    String routes = between.stream().map(Broker::url).collect(Collectors.joining(","));
    var brokers = new ArrayList<Broker>();
    for (ReservedPort own : between) {
      brokers.add(
          new Broker(
              new ReservedPort(),
              own,
              run -> run.and("--cluster", url(own), "--cluster_name", "farm", "--routes", routes)));
    }
    brokers.forEach(Broker::awaitRoute);
    return brokers;
  }

  /// Waits until it knows another one of its cluster.
  void awaitRoute() {
    process.awaitStderr("Route connection created");
  }

  String url() {
    return url(port);
  }

  int port() {
    return port.number();
  }

  private static String url(ReservedPort port) {
    return "nats://127.0.0.1:" + port.number();
  }

  void signal(String name) throws IOException {
    process.signal(name);
  }

  /// Ends it as a power cut would.
  void kill() throws IOException {
    process.signal("KILL");
    process.await();
  }

  void startAgain() throws IOException {
    process = run();
  }

  @Override
  public void close() throws IOException {
    process.close();
    port.close();
    if (between != null) {
      between.close();
    }
  }

  private Running run() throws IOException {
    Running started =
        how.apply(new Run(program().toString(), "-a", "127.0.0.1", "-p", port.number())).start();
    started.awaitStderr("Server is ready");
    return started;
  }

  private static Path program() {
    Path own = Path.of("../.cache/nats/usr/sbin/nats-server").toAbsolutePath().normalize();
    Stream<Path> onPath =
        Stream.of(System.getenv("PATH").split(":")).map(dir -> Path.of(dir, "nats-server"));
    var program = Stream.concat(Stream.of(own), onPath).filter(Files::isExecutable).findFirst();
    Assumptions.assumeTrue(program.isPresent(), "there is no nats-server; ./dev test fetches it");
    return program.get();
  }
}
