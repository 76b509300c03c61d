package org.rav1ebygop.image;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A nats-server on loopback, which can be killed and started again at its port.
final class Broker implements AutoCloseable {
  private final int port;
  private Running process;

  private Broker(int port) throws IOException {
    this.port = port;
    this.process = run();
  }

  /// Starts one. The test is skipped where there is none.
  static Broker start() throws IOException {
    return new Broker(freePort());
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
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Running run() throws IOException {
    Running started = new Run(program().toString(), "-a", "127.0.0.1", "-p", port).start();
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
