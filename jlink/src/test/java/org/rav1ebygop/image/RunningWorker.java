package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A worker of the image that listens at a port of this machine.
record RunningWorker(Running process, int port) implements AutoCloseable {
  static final String PASSWORD = "correct horse battery staple";

  private static final Pattern PORT = Pattern.compile("listens at \\S+, port (\\d+)");

  /// Starts one, and waits until it listens.
  static RunningWorker start(Map<String, String> environment, Object... arguments)
      throws IOException {
    Run run = Image.built().worker("--ip", "127.0.0.1", "--port", 0).and(arguments);
    run.with("SERVER_PASSWORD", PASSWORD);
    environment.forEach(run::with);
    return of(run);
  }

  /// Starts one that has its address and password already, and waits until it listens.
  static RunningWorker of(Run run) throws IOException {
    Running process = run.start();
    process.awaitStderr("; rav1e");
    try {
      return new RunningWorker(process, port(process.stderrSoFar()));
    } catch (AssertionError e) {
      process.close();
      throw e;
    }
  }

  /// The port in what a worker says at the start.
  static int port(String said) {
    Matcher port = PORT.matcher(said);
    if (!port.find()) {
      fail("it does not say its port: " + said);
    }
    return Integer.parseInt(port.group(1));
  }

  /// Its table in a workers.toml.
  String toml(String more) {
    return String.format(
        Locale.ROOT,
        """
        [[workers]]
        host = "127.0.0.1"
        port = %d
        password = "%s"
        %s
        """,
        port,
        PASSWORD,
        more);
  }

  /// What it answers, status and body.
  String get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      return response.statusCode() + " " + response.body().strip();
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
