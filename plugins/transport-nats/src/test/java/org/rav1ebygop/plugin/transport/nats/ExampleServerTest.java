package org.rav1ebygop.plugin.transport.nats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Message;
import io.nats.client.Nats;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.protocol.Carrier;
import org.rav1ebygop.protocol.CarrierServer;
import org.rav1ebygop.protocol.WorkerService;
import org.rav1ebygop.protocol.testkit.Recorder;
import org.rav1ebygop.testkit.Patience;

/// The example configuration, in a real server: everybody may do what is needed, and no more.
@Tag("waits")
class ExampleServerTest {
  @TempDir Path folder;
  private NatsServer server;

  @BeforeEach
  void start() throws Exception {
    Path file = folder.resolve("nats-server.conf");
    Files.copy(Path.of("nats-server.example.conf"), file);
    certificate("server");
    server =
        NatsServer.configured(
            folder,
            file,
            Map.of(
                "ALICE_PASSWORD", "c1",
                "BOB_PASSWORD", "c2",
                "ONE_PASSWORD", "w1",
                "TWO_PASSWORD", "w2",
                "SCALER_PASSWORD", "s1"));
  }

  @AfterEach
  void stop() throws IOException {
    // there is none where no nats-server is installed
    if (server != null) {
      server.close();
    }
  }

  @Test
  void clientsFindWorkersAndReachThemOverTls() throws Exception {
    var accepted = new LinkedBlockingQueue<Carrier>();
    try (CarrierServer _ =
            new NatsServerProvider().start(as("one:w1").with("name", "one"), new Taking(accepted));
        var roster = NatsTransportProvider.roster(as("alice:c1"))) {
      FarmWorker.awaitFound(roster, _ -> {});
      assertEquals("one", roster.workers().getFirst().name());
      Carrier client = roster.workers().getFirst().connector().connect();
      var atClient = new Recorder();
      client.start(atClient);
      Carrier worker = accepted.take();
      assertEquals("nats:alice", worker.peer(), "as the server has it");
      worker.close("hello");
      assertEquals("hello", atClient.closed().get());
    }
  }

  @Test
  void whoStartsWorkersIsToldHowManyGopsWait() throws Exception {
    Connection scaler = connect("scaler:s1", new LinkedBlockingQueue<>());
    try (var roster = NatsTransportProvider.roster(as("alice:c1"))) {
      roster.waiting(17);
      assertTrue(roster.awaitAnswers(Patience.LIMIT));
      Message answer = scaler.request("rbgp.default.backlog", new byte[0], Patience.LIMIT);
      assertNotNull(answer);
      assertEquals("17", new String(answer.getData(), StandardCharsets.US_ASCII));
    } finally {
      scaler.close();
    }
  }

  @Test
  void whatIsNotNeededIsRefused() throws Exception {
    expectRefused(
        "alice:c1",
        List.of("rbgp.other.hello.one.x.alice", "films", "$JS.API.INFO"),
        List.of("rbgp.default.hello.*.*.*", "rbgp.>", ">"));
    expectRefused(
        "one:w1",
        List.of("rbgp.default.hello.two.x.one", "films"),
        List.of("rbgp.other.hello.*.*.*", "_INBOX.>", ">"));
    expectRefused(
        "scaler:s1",
        List.of("rbgp.default.up.one.scaler.x", "rbgp.default.hello.one.x.scaler"),
        List.of("rbgp.default.up.*.*.*", "rbgp.default.down.*.*.*", "$SRV.>", "_INBOX.>"));
  }

  /// A worker has nothing of the films of others.
  @Test
  void aWorkerHearsAndSpeaksForItselfAlone() throws Exception {
    expectRefused(
        "two:w2",
        List.of("rbgp.default.down.alice.one.x", "rbgp.default.left.one.x", "_INBOX.alice.x"),
        List.of(
            "rbgp.default.up.*.*.*",
            "rbgp.default.up.one.*.*",
            "rbgp.default.hello.one.*.*",
            "rbgp.default.down.*.*.*",
            "_INBOX.alice.>"));
  }

  @Test
  void aClientHearsAndSpeaksForItselfAlone() throws Exception {
    expectRefused(
        "bob:c2",
        List.of("rbgp.default.up.one.alice.x", "rbgp.default.hello.one.x.alice", "_INBOX.alice.x"),
        List.of(
            "rbgp.default.down.alice.*.*",
            "rbgp.default.down.*.*.*",
            "rbgp.default.up.*.*.*",
            "_INBOX.alice.>",
            "_INBOX.>"));
  }

  @Test
  void aCertificateOfAnUnknownAuthorityIsNamed() throws Exception {
    certificate("other");
    String other = folder.resolve("other-cert.pem").toString();
    Options none = Options.NONE.with("nats", url("alice:c1"));
    for (Options options : List.of(none, none.with("nats-ca", other))) {
      var e =
          assertThrows(
              GopException.class,
              () -> new NatsTransportProvider().workers(options, Duration.ofSeconds(3)));
      String message = String.valueOf(e.getMessage());
      assertEquals(GopException.Kind.ENVIRONMENT, e.kind());
      assertTrue(message.contains("name it with nats-ca"), message);
      assertTrue(!message.contains("\n") && !message.contains("c1"), message);
    }
  }

  private void expectRefused(String user, List<String> publish, List<String> subscribe)
      throws Exception {
    var errors = new LinkedBlockingQueue<String>();
    Connection nats = connect(user, errors);
    try {
      for (String subject : publish) {
        nats.publish(subject, new byte[0]);
        expectError(errors, "publish to \"" + subject + "\"");
      }
      for (String subject : subscribe) {
        nats.createDispatcher(_ -> {}).subscribe(subject);
        expectError(errors, "subscription to \"" + subject + "\"");
      }
    } finally {
      nats.close();
    }
  }

  private static void expectError(BlockingQueue<String> errors, String text)
      throws InterruptedException {
    String error = errors.take();
    assertTrue(error.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)), error);
  }

  private Connection connect(String user, BlockingQueue<String> errors) throws Exception {
    var options =
        new io.nats.client.Options.Builder()
            .server(url(user))
            .inboxPrefix("_INBOX." + user.substring(0, user.indexOf(':')))
            .sslContext(Authority.read(folder.resolve("server-cert.pem")))
            .errorListener(
                new ErrorListener() {
                  @Override
                  public void errorOccurred(Connection nats, String error) {
                    errors.add(error);
                  }
                });
    return Nats.connect(options.build());
  }

  private Options as(String user) {
    return Options.NONE
        .with("nats", url(user))
        .with("nats-ca", folder.resolve("server-cert.pem").toString());
  }

  private String url(String user) {
    return String.format(Locale.ROOT, "tls://%s@127.0.0.1:%d", user, server.port());
  }

  /// A certificate for this machine, its own authority.
  private void certificate(String name) throws Exception {
    Path store = folder.resolve(name + "-store");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    int code =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "s",
                "-keyalg",
                "EC",
                "-dname",
                "CN=server",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret",
                "-keystore",
                store.toString())
            .inheritIO()
            .start()
            .waitFor();
    assertEquals(0, code);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "secret".toCharArray());
    }
    pem(name + "-cert.pem", "CERTIFICATE", keys.getCertificate("s").getEncoded());
    pem(name + "-key.pem", "PRIVATE KEY", keys.getKey("s", "secret".toCharArray()).getEncoded());
  }

  private void pem(String name, String type, byte[] der) throws Exception {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        folder.resolve(name),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, body, type));
  }

  private record Taking(BlockingQueue<Carrier> accepted) implements CarrierServer.Worker {
    @Override
    public String software() {
      return "test 1.2.3";
    }

    @Override
    public List<String> encoders() {
      return List.of();
    }

    @Override
    public WorkerService.Load load() {
      return new WorkerService.Load(1, 0, 0, false, 0);
    }

    @Override
    public void accept(Carrier carrier) {
      carrier.start(new Recorder());
      accepted.add(carrier);
    }
  }
}
