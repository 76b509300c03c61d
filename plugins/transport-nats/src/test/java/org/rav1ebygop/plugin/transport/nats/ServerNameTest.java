package org.rav1ebygop.plugin.transport.nats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nats.client.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.Options;

/// Who may pass for a server over TLS: whoever has a certificate of a trusted authority for its
/// name, and nobody else.
class ServerNameTest {
  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCertificateForAnotherHostIsRefused(boolean named) throws Exception {
    try (NatsServer server = serving("DNS:elsewhere.example,IP:127.0.0.2")) {
      assertTrue(
          refusal(server, named).contains("its certificate is for another host"),
          refusal(server, named));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCertificateForTheHostIsTaken(boolean named) throws Exception {
    try (NatsServer server = serving("DNS:localhost")) {
      assertEquals("", refusal(server, named));
    }
  }

  /// Over TLS, what was announced in plain text before it is not believed at all.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void serversAnnouncedBeforeTheProofAreNotFollowed(boolean tls) {
    var pool = new ProvenServers(tls);
    pool.initialize(io.nats.client.Options.builder().server("nats://localhost:4222").build());
    assertFalse(pool.acceptDiscoveredUrls(List.of("nats://elsewhere.example:4222")));
    assertEquals(1, pool.getServerList().size());
    pool.connected();
    assertEquals(tls ? 1 : 2, pool.getServerList().size());
    assertTrue(
        pool.acceptDiscoveredUrls(
            List.of("nats://elsewhere.example:4222", "nats://second.example:4222")));
    assertEquals(3, pool.getServerList().size());
  }

  /// Why there is no connection; empty when there is one.
  ///
  /// @param named whether the authority is named, else Java itself trusts it
  private String refusal(NatsServer server, boolean named) throws InterruptedException {
    SSLContext before = standard(null);
    try {
      if (!named) {
        standard(Authority.read(folder.resolve("ca.pem")));
      }
      Map<String, String> options =
          named
              ? Map.of("nats", address(server), "nats-ca", folder.resolve("ca.pem").toString())
              : Map.of("nats", address(server));
      try (var farm =
          new NatsFarm(FarmOptions.settings(new Options(new TreeMap<>(options))), new Nothing())) {
        farm.start();
        farm.awaitFirst();
        if (farm.cause().isEmpty()) {
          assertNotNull(farm.connection());
        } else {
          assertNull(farm.connection());
        }
        return farm.cause();
      }
    } finally {
      standard(before);
    }
  }

  private static SSLContext standard(@Nullable SSLContext next) {
    try {
      SSLContext now = SSLContext.getDefault();
      if (next != null) {
        SSLContext.setDefault(next);
      }
      return now;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String address(NatsServer server) {
    return "tls://localhost:" + server.port();
  }

  private NatsServer serving(String names) throws IOException, InterruptedException {
    openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=ca -keyout ca.key -out ca.pem");
    openssl("req -newkey rsa:2048 -nodes -subj /CN=nats -keyout key.pem -out request.pem");
    Files.writeString(folder.resolve("names"), "subjectAltName=" + names + "\n");
    openssl(
        "x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2"
            + " -extfile names -out cert.pem");
    Path file =
        Files.writeString(
            folder.resolve("server.conf"), "tls { cert_file: cert.pem, key_file: key.pem }\n");
    return NatsServer.configured(folder, file, Map.of());
  }

  private void openssl(String arguments) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(("openssl " + arguments).split(" "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("openssl.log").toFile())
            .start();
    assertEquals(0, process.waitFor(), () -> "openssl " + arguments);
  }

  private static final class Nothing implements NatsFarm.Events {
    @Override
    public void connected(Connection nats) {}

    @Override
    public void told(String line) {}
  }
}
