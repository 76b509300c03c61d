package org.rav1ebygop.image;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A nats-server on loopback, which can be killed and started again at its port.
final class Broker implements AutoCloseable {
  private final int port;
  private final Object[] more;
  private Running process;

  /// @param more arguments
  private Broker(int port, Object... more) throws IOException {
    this.port = port;
    this.more = more;
    this.process = run();
  }

  /// Starts one. The test is skipped where there is none.
  static Broker start() throws IOException {
    return new Broker(freePort());
  }

  /// Starts several that form a cluster, and waits until each knows all others.
  static List<Broker> cluster(int size) throws IOException {
    List<Integer> ports = freePorts(2 * size);
    String routes =
        ports.subList(size, 2 * size).stream()
            .map(port -> "nats://127.0.0.1:" + port)
            .collect(Collectors.joining(","));
    var brokers = new ArrayList<Broker>();
    for (int i = 0; i < size; i++) {
      String own = "nats://127.0.0.1:" + ports.get(size + i);
      brokers.add(
          new Broker(ports.get(i), "--cluster", own, "--cluster_name", "farm", "--routes", routes));
    }
    brokers.forEach(Broker::awaitRoute);
    return brokers;
  }

  /// Waits until it knows another one of its cluster.
  void awaitRoute() {
    process.awaitStderr("Route connection created");
  }

  String url() {
    return "nats://127.0.0.1:" + port;
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
  public void close() {
    process.close();
  }

  private static int freePort() throws IOException {
    return freePorts(1).getFirst();
  }

  private static List<Integer> freePorts(int count) throws IOException {
    var sockets = new ArrayList<ServerSocket>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  private Running run() throws IOException {
    Running started =
        new Run(program().toString(), "-a", "127.0.0.1", "-p", port).and(more).start();
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
