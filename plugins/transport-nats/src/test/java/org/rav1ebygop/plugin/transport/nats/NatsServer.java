package org.rav1ebygop.plugin.transport.nats;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A real server on loopback, at a port that it chooses unless told otherwise.
record NatsServer(Process process, int port) implements AutoCloseable {
  private static final Pattern LISTENS =
      Pattern.compile("Listening for client connections on 127\\.0\\.0\\.1:(\\d+)");

  /// @param port -1 for any
  static NatsServer start(int port, String... more) throws IOException {
    Path program = program();
    List<String> command = new ArrayList<>(List.of(program.toString(), "-a", "127.0.0.1", "-p"));
    command.add(Integer.toString(port));
    command.addAll(List.of(more));
    return started(new ProcessBuilder(command));
  }

  /// With a configuration.
  static NatsServer configured(Path folder, Path file, Map<String, String> environment)
      throws IOException {
    var builder =
        new ProcessBuilder(program().toString(), "-a", "127.0.0.1", "-p", "-1", "-c", "" + file);
    builder.directory(folder.toFile());
    builder.environment().putAll(environment);
    return started(builder);
  }

  private static NatsServer started(ProcessBuilder builder) throws IOException {
    Process process = builder.redirectErrorStream(true).start();
    BufferedReader log = process.inputReader();
    String line = log.readLine();
    while (line != null && !line.contains("Server is ready")) {
      Matcher found = LISTENS.matcher(line);
      if (found.find()) {
        int chosen = Integer.parseInt(found.group(1));
        Thread.ofVirtual().start(() -> log.lines().forEach(_ -> {}));
        return new NatsServer(process, chosen);
      }
      line = log.readLine();
    }
    process.destroyForcibly();
    assertNotNull(line, "nats-server ended");
    throw new IOException("nats-server did not say where it listens");
  }

  String url() {
    return "nats://127.0.0.1:" + port;
  }

  /// Ends it as a power cut would.
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
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
