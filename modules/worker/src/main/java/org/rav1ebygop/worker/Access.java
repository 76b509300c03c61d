package org.rav1ebygop.worker;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.websocket.ServerIdentity;

/// Who may come, and how they know that they are here.
///
/// @param identity null without TLS
record Access(String password, @Nullable ServerIdentity identity) {
  static final String PASSWORD = "SERVER_PASSWORD";
  static final String CERTIFICATE = "TLS_CERT_PATH";
  static final String KEY = "TLS_KEY_PATH";

  /// Shorter ones can be found by trying, by whoever has listened to a connection without TLS.
  private static final int SHORT = 12;

  /// Of the environment.
  ///
  /// @throws GopException of kind USAGE when something is missing or wrong
  static Access of(Map<String, String> environment) {
    String password = environment.get(PASSWORD);
    if (password == null || password.isEmpty()) {
      throw GopException.usage(
          "set the environment variable %s to a password that clients must know"
              .formatted(PASSWORD));
    }
    String certificate = environment.getOrDefault(CERTIFICATE, "");
    String key = environment.getOrDefault(KEY, "");
    if (certificate.isEmpty() != key.isEmpty()) {
      throw GopException.usage(
          "%s is set, but %s is not: TLS needs both"
              .formatted(key.isEmpty() ? CERTIFICATE : KEY, key.isEmpty() ? KEY : CERTIFICATE));
    }
    return new Access(
        password,
        certificate.isEmpty() ? null : ServerIdentity.read(Path.of(certificate), Path.of(key)));
  }

  /// Whether somebody should choose a longer password.
  boolean hasShortPassword() {
    return password.length() < SHORT;
  }

  /// Without the password.
  @Override
  public String toString() {
    return identity == null ? "without TLS" : "with TLS, certificate " + identity.fingerprint();
  }
}
