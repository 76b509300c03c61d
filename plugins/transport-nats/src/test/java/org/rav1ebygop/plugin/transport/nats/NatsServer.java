package org.rav1ebygop.plugin.transport.nats;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.rav1ebygop.testkit.ReservedPort;

/// A real server on loopback, which can be killed and started again at its port.
final class NatsServer implements AutoCloseable {
  private final ReservedPort port = new ReservedPort();
  private final ProcessBuilder command;
  private Process process;

  private NatsServer(Path folder, Map<String, String> environment, List<String> more)
      throws IOException {
    var words = new ArrayList<>(List.of(program().toString(), "-a", "127.0.0.1", "-p"));
    words.add(Integer.toString(port.number()));
    words.addAll(more);
    this.command = new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
    command.environment().putAll(environment);
    this.process = started();
  }

  /// Starts one.
  static NatsServer start(String... more) throws IOException {
    return new NatsServer(Path.of("."), Map.of(), List.of(more));
  }

  /// With a configuration.
  static NatsServer configured(Path folder, Path file, Map<String, String> environment)
      throws IOException {
    return new NatsServer(folder, environment, List.of("-c", file.toString()));
  }

  /// Starts it again after [#kill].
  void startAgain() throws IOException {
    process = started();
  }

  private Process started() throws IOException {
    Process started = command.start();
    BufferedReader log = started.inputReader();
    String line = log.readLine();
    while (line != null && !line.contains("Server is ready")) {
      line = log.readLine();
    }
    assertNotNull(line, "nats-server ended");
    Thread.ofPlatform().daemon().start(() -> log.lines().forEach(_ -> {}));
    return started;
  }

  Process process() {
    return process;
  }

  int port() {
    return port.number();
  }

  String url() {
    return "nats://127.0.0.1:" + port();
  }

  /// Ends it as a power cut would.
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() throws IOException {
    kill();
    port.close();
  }

  private static Path program() {
    Path own = Path.of("../../.cache/nats/usr/sbin/nats-server").toAbsolutePath().normalize();
    Stream<Path> onPath =
        Stream.of(System.getenv("PATH").split(":")).map(dir -> Path.of(dir, "nats-server"));
    var program = Stream.concat(Stream.of(own), onPath).filter(Files::isExecutable).findFirst();
    Assumptions.assumeTrue(program.isPresent(), "there is no nats-server; ./dev test fetches it");
    return program.get();
  }
}
