package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `rav1e-worker` as its owner sees it.
@Tag("waits")
class WorkerIT {
  private static final Image IMAGE = Image.built();

  @TempDir Path scratch;

  @Test
  void tellsItsHealthAndEndsOnTermWithoutAnyoneSeeingThePassword() throws Exception {
    try (var worker = RunningWorker.start(Map.of(), "--threads", 1, "--verbose")) {
      assertEquals(
          "200 {\"slots\":1,\"busy\":0,\"clients\":0,\"draining\":false,\"version\":\"0.2.0\"}",
          worker.get("/healthz"));
      assertTrue(worker.get("/").startsWith("404"));
      worker.process().signal("TERM");
      Outcome outcome = worker.process().await().expectCode(0);
      assertFalse(outcome.stderr().contains(RunningWorker.PASSWORD), outcome::toString);
      assertTrue(outcome.stderr().contains("without TLS"), outcome::toString);
      assertEquals("", outcome.stdout());
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (var worker = RunningWorker.start(Map.of())) {
      Run second =
          IMAGE
              .worker("--ip", "127.0.0.1", "--port", worker.port())
              .with("SERVER_PASSWORD", RunningWorker.PASSWORD);
      assertError(second, 5, "another program listens there; choose another --port");
    }
  }

  @Test
  void whatIsWrongIsSaidInOneLine() throws IOException {
    Run none = IMAGE.worker().without("SERVER_PASSWORD");
    assertError(none, 2, "set the environment variable SERVER_PASSWORD");
    assertError(IMAGE.worker().with("SERVER_PASSWORD", ""), 2, "SERVER_PASSWORD");
    assertError(IMAGE.worker("--speed", 6), 2, "unknown argument '--speed'");
    assertError(IMAGE.worker("--port", "many"), 2, "--port is a whole number, not 'many'");
    Run half = IMAGE.worker().with("SERVER_PASSWORD", "x").with("TLS_CERT_PATH", "c.pem");
    assertError(half, 2, "TLS_KEY_PATH is not: TLS needs both");
    Run away = IMAGE.worker("--temp-dir", "away").with("SERVER_PASSWORD", "x").in(scratch);
    assertError(away, 2, "--temp-dir: there is no folder away; make it first");
    assertFalse(Files.exists(scratch.resolve("away")));
  }

  @Test
  void aCertificateThatItMadeIsTheOneItUses() throws Exception {
    Outcome made = IMAGE.worker("--generate-cert", "--cert-host", "127.0.0.1").in(scratch).toEnd();
    String pin = made.expectCode(0).stdout().replaceFirst("(?s).*(sha256:[0-9a-f]{64}).*", "$1");
    Path key = scratch.resolve("worker-key.pem");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    Path certificate = scratch.resolve("worker-cert.pem");
    var tls = Map.of("TLS_CERT_PATH", certificate.toString(), "TLS_KEY_PATH", key.toString());
    try (var worker = RunningWorker.start(tls)) {
      String said = worker.process().stderrSoFar();
      assertTrue(said.contains("with TLS, certificate " + pin), said);
    }
    Run again = IMAGE.worker("--generate-cert").in(scratch);
    assertError(again, 2, "worker-cert.pem is there already");
  }

  @Test
  void helpAndVersionGoToStdout() throws IOException {
    Outcome help = IMAGE.worker("--help").toEnd().expectCode(0);
    assertTrue(help.stdout().contains("SERVER_PASSWORD"), help::toString);
    assertTrue(help.stdout().lines().allMatch(line -> line.length() <= 100), help::toString);
    Outcome version = IMAGE.worker("--version").toEnd().expectCode(0);
    assertTrue(version.stdout().matches("rav1e-worker \\d+\\.\\d+\\.\\d+\\R"), version::toString);
  }

  private static void assertError(Run run, int code, String text) throws IOException {
    Outcome outcome = run.toEnd().expectCode(code);
    assertTrue(outcome.stderr().startsWith("rav1e-worker: error: "), outcome::toString);
    assertTrue(outcome.stderr().contains(text), outcome::toString);
    assertEquals(1, outcome.stderr().lines().count(), outcome::toString);
  }
}
