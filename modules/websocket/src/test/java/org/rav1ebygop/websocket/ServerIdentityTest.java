package org.rav1ebygop.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.GopException;

class ServerIdentityTest {
  private static final ServerIdentity MADE = SelfSigned.make(List.of("a.example", "::1"));
  private static final String CERTIFICATE = SelfSigned.pem(MADE.chain().getFirst());

  @TempDir Path folder;

  @Test
  void whatWasMadeIsReadAgain() throws IOException {
    ServerIdentity read =
        ServerIdentity.read(
            write("c.pem", "a comment\n" + CERTIFICATE),
            write("k.pem", SelfSigned.pem(MADE.key())));
    assertEquals(MADE.chain(), read.chain());
    assertEquals(MADE.fingerprint(), read.fingerprint());
    assertEquals(MADE.fingerprint(), Fingerprint.parse(MADE.fingerprint().toString()));
    assertFalse(read.toString().contains("PRIVATE"));
  }

  @Test
  void aFingerprintIsReadAsOpensslPrintsIt() {
    String hex = MADE.fingerprint().hex().toUpperCase(java.util.Locale.ROOT);
    String colons = hex.replaceAll("(..)(?!$)", "$1:");
    assertEquals(MADE.fingerprint(), Fingerprint.parse("SHA256:" + colons));
  }

  @Test
  void theKeyOfAnotherCertificateIsRefused() throws Exception {
    for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
      var other = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();
      assertRefused(CERTIFICATE, SelfSigned.pem(other), "is not that of the certificate");
    }
  }

  @Test
  void keysInOtherFormsAreRefusedWithTheCommandThatConvertsThem() throws IOException {
    assertRefused(CERTIFICATE, pem("RSA PRIVATE KEY", "AAAA"), "openssl pkcs8 -topk8");
    assertRefused(CERTIFICATE, pem("EC PRIVATE KEY", "AAAA"), "openssl pkcs8 -topk8");
    assertRefused(
        CERTIFICATE,
        pem("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES\n\nAAAA"),
        "openssl pkcs8 -topk8");
    assertRefused(CERTIFICATE, pem("ENCRYPTED PRIVATE KEY", "AAAA"), "is encrypted");
  }

  @Test
  void damagedAndMissingFilesAreNamed() throws IOException {
    String key = SelfSigned.pem(MADE.key());
    assertRefused("hello", key, "is no PEM file");
    assertRefused(key, key, "has no certificate");
    assertRefused(pem("CERTIFICATE", "AAAA"), key, "cannot be read");
    assertRefused(CERTIFICATE, CERTIFICATE, "has no private key");
    assertRefused(CERTIFICATE, pem("PRIVATE KEY", "AAAA"), "damaged");
    GopException e =
        assertThrows(
            GopException.class,
            () -> ServerIdentity.read(folder.resolve("nowhere"), folder.resolve("k.pem")));
    assertTrue(e.getMessage().contains("there is no such file"), e::getMessage);
  }

  private void assertRefused(String certificate, String key, String text) throws IOException {
    Path first = write("c.pem", certificate);
    Path second = write("k.pem", key);
    GopException e = assertThrows(GopException.class, () -> ServerIdentity.read(first, second));
    assertEquals(GopException.Kind.USAGE, e.kind());
    assertTrue(e.getMessage().contains(text), e::getMessage);
    assertFalse(e.getMessage().contains("\n"), e::getMessage);
  }

  private static String pem(String type, String body) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, body, type);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
