package org.rav1ebygop.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.testkit.Patience;

/// Attacks by users of a NATS server that is configured like our example, on a worker and a client
/// of the image. docs/security.md names the test of each promise.
@Tag("waits")
class AttackUsersIT extends RemoteFilm {
  private static final List<String> USERS = List.of("alice", "bob", "one", "two", "scaler");

  private Path certificate = Path.of("");
  private Broker broker;

  @BeforeEach
  void start() throws IOException {
    IMAGE.worker("--generate-cert", "--cert-host", "127.0.0.1").in(scratch).toEnd().expectCode(0);
    certificate =
        Files.move(scratch.resolve("worker-cert.pem"), scratch.resolve("server-cert.pem"));
    Files.move(scratch.resolve("worker-key.pem"), scratch.resolve("server-key.pem"));
    Path example = Path.of("../plugins/transport-nats/nats-server.example.conf");
    Path conf = Files.copy(example, scratch.resolve("nats-server.conf"));
    broker = closing(Broker.start(run -> configured(run, conf)));
  }

  private Run configured(Run server, Path conf) {
    for (String user : USERS) {
      server.with(user.toUpperCase(Locale.ROOT) + "_PASSWORD", user);
    }
    return server.and("-c", conf).in(scratch);
  }

  /// While worker `one` encodes a film of `alice`.
  @Test
  void anotherWorkerHearsNothingOfAFilm() throws Exception {
    expectNothingHeard(
        "two",
        ">",
        "rbgp.>",
        "rbgp.default.up.>",
        "rbgp.default.up.one.*.*",
        "rbgp.default.hello.one.*.*",
        "rbgp.default.down.alice.*.*",
        "_INBOX.alice.>");
  }

  /// While worker `one` encodes a film of `alice`.
  @Test
  void anotherClientHearsNeitherPacketsNorAnswers() throws Exception {
    expectNothingHeard(
        "bob",
        ">",
        "rbgp.>",
        "rbgp.default.up.>",
        "rbgp.default.down.>",
        "rbgp.default.down.alice.*.*",
        "rbgp.default.hello.*.*.alice",
        "_INBOX.>",
        "_INBOX.alice.>");
  }

  private void expectNothingHeard(String user, String... subjects) throws Exception {
    var refused = new LinkedBlockingQueue<String>();
    var heard = new LinkedBlockingQueue<Message>();
    farmWorker();
    Connection spy = connect(user, refused);
    try {
      for (String subject : subjects) {
        spy.createDispatcher(heard::add).subscribe(subject);
      }
      spy.flush(Patience.LIMIT);
      expectTheFilm(film());
      spy.flush(Patience.LIMIT);
    } finally {
      spy.close();
    }
    assertEquals(List.of(), heard.stream().map(Message::getSubject).distinct().toList());
    for (String subject : subjects) {
      expect(refused, "subscription to \"" + subject + "\"");
    }
  }

  /// By somebody who is the same user as the client, and so hears its packets and knows the id.
  @Test
  void aConnectionThatIsInUseIsNotTakenOver() throws Exception {
    farmWorker("--rav1e", new BadEncoder(IMAGE, scratch).holdingAll());
    var refused = new LinkedBlockingQueue<String>();
    var heard = new LinkedBlockingQueue<Message>();
    Connection thief = connect("alice", refused);
    Connection other = connect("bob", refused);
    thief.createDispatcher(heard::add).subscribe("rbgp.default.down.alice.*.*");
    thief.flush(Patience.LIMIT);
    try (Running run = film().start()) {
      run.awaitThat("GOPs are at encoders", () -> gopsAtEncoders() == 2);
      String id = heard.element().getSubject().replaceFirst(".*\\.", "");
      String hello = "rbgp.default.hello." + address(thief) + ".alice";
      assertEquals("in use", answer(thief, hello, id));
      other.publish(hello, id.getBytes(US_ASCII));
      expect(refused, "publish to \"" + hello + "\"");
      Files.createFile(scratch.resolve("go"));
      run.await().expectCode(0);
    } finally {
      thief.close();
      other.close();
    }
    expectTheSame();
  }

  /// Of the only worker.
  private static String address(Connection nats) throws InterruptedException {
    String worker = answer(nats, "$SRV.STATS.rav1e-worker", "");
    return JsonParser.parseString(worker)
        .getAsJsonObject()
        .getAsJsonObject("metadata")
        .get("worker")
        .getAsString();
  }

  private static String answer(Connection nats, String subject, String body)
      throws InterruptedException {
    Message answer = nats.request(subject, body.getBytes(US_ASCII), Patience.LIMIT);
    return answer == null ? "" : new String(answer.getData(), US_ASCII);
  }

  private static void expect(BlockingQueue<String> refused, String what)
      throws InterruptedException {
    String error = String.valueOf(refused.poll(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS));
    assertTrue(error.toLowerCase(Locale.ROOT).contains(what.toLowerCase(Locale.ROOT)), error);
  }

  private Connection connect(String user, BlockingQueue<String> refused) throws Exception {
    return Nats.connect(
        new Options.Builder()
            .server(url(user))
            .inboxPrefix("_INBOX." + user)
            .sslContext(trusting(certificate))
            .errorListener(
                new ErrorListener() {
                  @Override
                  public void errorOccurred(Connection nats, String error) {
                    refused.add(error);
                  }
                })
            .build());
  }

  private static SSLContext trusting(Path certificate)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(certificate)) {
      store.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /// As `alice`, at workers alone.
  private Run film() throws IOException {
    return encode(scratch.resolve("out.ivf"))
        .and("--transport", "nats", "--nats", url("alice"), "--nats-ca", certificate)
        .and("--no-local");
  }

  /// As `one`; waits until it serves.
  private void farmWorker(Object... options) throws IOException {
    Run run =
        IMAGE
            .worker("--transport", "nats", "--nats", url("one"), "--nats-ca", certificate)
            .and("--name", "one", "--threads", 2)
            .and(options);
    closing(run.start()).awaitStderr("; rav1e");
  }

  private String url(String user) {
    return String.format(Locale.ROOT, "tls://%s:%s@127.0.0.1:%d", user, user, broker.port());
  }
}
