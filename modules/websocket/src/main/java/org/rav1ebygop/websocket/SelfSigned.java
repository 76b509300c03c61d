package org.rav1ebygop.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.rav1ebygop.api.GopException;

/// Makes certificates that nobody else has signed, with the keytool that is part of `java.base`.
public final class SelfSigned {
  private static final String KEYTOOL = "java.base/sun.security.tools.keytool.Main";
  private static final String PASSWORD = "KEYSTORE_PASSWORD";
  private static final int DAYS = 3650;

  private SelfSigned() {}

  /// A new key, EC on P-256, and its certificate, good for ten years.
  ///
  /// @param hosts names and addresses it is for, at least one
  /// @throws GopException of kind USAGE when a host makes no sense in a certificate
  public static ServerIdentity make(List<String> hosts) {
    String password = UUID.randomUUID().toString();
    try {
      Path folder = Files.createTempDirectory("rav1e-worker");
      Path store = folder.resolve("store.p12");
      try {
        keytool(arguments(hosts, store), password);
        return read(store, password);
      } finally {
        Files.deleteIfExists(store);
        Files.delete(folder);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw GopException.environment("no certificate could be made: " + Failures.line(e), e);
    } catch (InterruptedException e) {
      throw new GopException(GopException.Kind.INTERRUPTED, "interrupted", e);
    }
  }

  /// A certificate as a PEM file has it.
  public static String pem(X509Certificate certificate) {
    try {
      return Pem.text("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw GopException.bug("a certificate without bytes: " + e, e);
    }
  }

  /// A key as a PEM file has it.
  public static String pem(PrivateKey key) {
    return Pem.text("PRIVATE KEY", key.getEncoded());
  }

  private static List<String> arguments(List<String> hosts, Path store) {
    String names =
        hosts.stream()
            .map(host -> (isAddress(host) ? "ip:" : "dns:") + host)
            .collect(Collectors.joining(","));
    var words = new ArrayList<String>();
    words.addAll(List.of("-genkeypair", "-alias", "worker", "-storetype", "PKCS12"));
    words.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-sigalg", "SHA256withECDSA"));
    words.addAll(List.of("-dname", "CN=rav1e-worker", "-validity", "" + DAYS));
    words.addAll(List.of("-ext", "SAN=" + names, "-storepass:env", PASSWORD));
    words.addAll(List.of("-keystore", store.toString()));
    return words;
  }

  private static void keytool(List<String> arguments, String password)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-m", KEYTOOL));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put(PASSWORD, password);
    Process process = builder.start();
    process.getOutputStream().close();
    String said;
    try (InputStream out = process.getInputStream()) {
      said = new String(out.readAllBytes(), UTF_8).strip();
    }
    if (process.waitFor() != 0) {
      throw GopException.usage(
          "no certificate could be made: " + said.replaceAll("\\s*\\R\\s*", " "));
    }
  }

  private static ServerIdentity read(Path file, String password)
      throws IOException, GeneralSecurityException {
    char[] secret = password.toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, secret);
    }
    var key = (PrivateKey) store.getKey("worker", secret);
    return new ServerIdentity(key, List.of((X509Certificate) store.getCertificate("worker")));
  }

  private static boolean isAddress(String host) {
    return host.contains(":") || host.matches("[0-9.]+");
  }
}
