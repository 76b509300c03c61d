package org.rav1ebygop.plugin.transport.nats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nats.client.NKey;
import io.nats.client.support.JwtUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.testkit.Patience;
import org.rav1ebygop.testkit.RecordedEncoder;

/// A real server whose users have JWTs, signed by an account that an operator has signed, as `nsc`
/// makes them.
@Tag("waits")
class CredentialsTest {

  /// Claims, as the server wants them: no limits but those of the account's own users.
  private static final String OPERATOR = "{\"type\":\"operator\",\"version\":2}";

  private static final String ACCOUNT =
      """
      {"type":"account","version":2,"limits":{"subs":-1,"data":-1,"payload":-1,"imports":-1,\
      "exports":-1,"wildcards":true,"conn":-1,"leaf":-1}}\
      """;

  @TempDir Path folder;
  private final NKey account = NKey.createAccount(null);
  private NatsServer server;

  CredentialsTest() throws Exception {}

  @BeforeEach
  void start() throws Exception {
    NKey operator = NKey.createOperator(null);
    String id = new String(account.getPublicKey());
    String own = jwt(operator, new String(operator.getPublicKey()), "operator", OPERATOR);
    String signed = jwt(operator, id, "account", ACCOUNT);
    Path file =
        Files.writeString(
            folder.resolve("server.conf"),
            "operator: %s\nresolver: MEMORY\nresolver_preload: { %s: %s }\n"
                .formatted(own, id, signed));
    server = NatsServer.configured(folder, file, Map.of());
  }

  @AfterEach
  void stop() throws IOException {
    // there is none where no nats-server is installed
    if (server != null) {
      server.close();
    }
  }

  @Test
  void whoHasAJwtComesIn() throws Exception {
    Options worker = with(credentials("worker", null)).with("name", "one");
    try (var _ = new FarmWorker(worker, 1, new RecordedEncoder());
        var roster = NatsTransportProvider.roster(with(credentials("client", null)))) {
      FarmWorker.awaitFound(roster, _ -> {});
      assertEquals("one", roster.workers().getFirst().name());
      roster.workers().getFirst().connector().connect().close("seen");
    }
  }

  @Test
  void whoseJwtHasExpiredIsToldSo() throws Exception {
    Path old = credentials("old", Duration.ofSeconds(-1000));
    var e =
        assertThrows(
            GopException.class,
            () -> new NatsTransportProvider().workers(with(old), Patience.LIMIT));
    assertRefused(e);
    assertRefused(
        assertThrows(
            GopException.class, () -> new FarmWorker(with(old), 1, new RecordedEncoder())));
  }

  private static void assertRefused(GopException e) {
    String message = String.valueOf(e.getMessage());
    assertEquals(GopException.Kind.ENVIRONMENT, e.kind());
    assertTrue(message.contains("does not let us in"), message);
    assertFalse(message.contains("\n"), message);
  }

  private Options with(Path credentials) {
    return Options.NONE.with("nats", server.url()).with("nats-creds", credentials.toString());
  }

  private Path credentials(String name, @Nullable Duration expires) throws Exception {
    NKey user = NKey.createUser(null);
    String id = new String(account.getPublicKey());
    long issued = JwtUtils.currentTimeSeconds() + (expires == null ? 0 : 2 * expires.toSeconds());
    String jwt =
        JwtUtils.issueUserJWT(
            account,
            new String(user.getPublicKey()),
            name,
            expires == null ? null : expires.negated(),
            issued,
            new JwtUtils.UserClaim(id));
    return Files.writeString(
        folder.resolve(name + ".creds"),
        JwtUtils.NATS_USER_JWT_FORMAT.formatted(jwt, new String(user.getSeed())));
  }

  private static String jwt(NKey signer, String subject, String name, String claims)
      throws Exception {
    return JwtUtils.issueJWT(
        signer,
        subject,
        name,
        null,
        JwtUtils.currentTimeSeconds(),
        new String(signer.getPublicKey()),
        () -> claims);
  }
}
