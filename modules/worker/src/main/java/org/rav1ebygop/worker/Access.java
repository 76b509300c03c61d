package org.rav1ebygop.worker;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.files.SmallFile;
import org.rav1ebygop.files.UnreadableFileException;
import org.rav1ebygop.protocol.CarrierServerProvider;

/// How clients come here, and what they must know.
///
/// @param provider takes their connections
/// @param options for it
record Access(CarrierServerProvider provider, Options options, String password) {
  static final String PASSWORD = "SERVER_PASSWORD";
  static final String PASSWORD_FILE = "SERVER_PASSWORD_FILE";
  static final String CERTIFICATE = "TLS_CERT_PATH";
  static final String KEY = "TLS_KEY_PATH";

  private static final int MAX_PASSWORD_FILE = 4096;

  /// Shorter ones can be found by trying, by whoever has listened to a connection without TLS.
  private static final int SHORT = 12;

  /// With the password of the environment, or of the file that it names.
  ///
  /// @throws GopException of kind USAGE when it is missing, or an option is wrong
  static Access of(
      CarrierServerProvider provider, Options options, Map<String, String> environment) {
    String password = password(environment);
    if (password.isEmpty()) {
      String usual = provider.usualPassword(options);
      password = usual == null ? "" : usual;
    }
    if (password.isEmpty()) {
      throw GopException.usage(
          "set the environment variable %s to a password that clients must know, or %s to a file with it"
              .formatted(PASSWORD, PASSWORD_FILE));
    }
    return new Access(provider, options, password);
  }

  /// @return empty when there is none
  private static String password(Map<String, String> environment) {
    String password = environment.getOrDefault(PASSWORD, "");
    String file = environment.getOrDefault(PASSWORD_FILE, "");
    if (file.isEmpty()) {
      return password;
    }
    if (!password.isEmpty()) {
      throw GopException.usage(
          "%s and %s are both set; unset one of them".formatted(PASSWORD, PASSWORD_FILE));
    }
    try {
      String read = SmallFile.text(Path.of(file), MAX_PASSWORD_FILE).replaceFirst("\\R\\z", "");
      if (read.isEmpty()) {
        throw GopException.usage("%s %s: it is empty".formatted(PASSWORD_FILE, file));
      }
      return read;
    } catch (UnreadableFileException e) {
      throw GopException.usage("%s %s: %s".formatted(PASSWORD_FILE, file, e.reason()));
    } catch (InvalidPathException e) {
      throw GopException.usage("%s is no file name: %s".formatted(PASSWORD_FILE, e.getReason()));
    }
  }

  /// The same options with those that switch TLS on.
  ///
  /// @throws GopException of kind USAGE when one of them is missing
  static Options withCertificate(Options options, Map<String, String> environment) {
    String certificate = environment.getOrDefault(CERTIFICATE, "");
    String key = environment.getOrDefault(KEY, "");
    if (certificate.isEmpty() != key.isEmpty()) {
      throw GopException.usage(
          "%s is set, but %s is not: TLS needs both"
              .formatted(key.isEmpty() ? CERTIFICATE : KEY, key.isEmpty() ? KEY : CERTIFICATE));
    }
    return certificate.isEmpty() ? options : options.with("cert", certificate).with("key", key);
  }

  /// Whether the password is no secret, since the transport decides who may come.
  boolean hasKnownPassword() {
    return password.equals(provider.usualPassword(options));
  }

  /// Whether somebody should choose a longer password.
  boolean hasShortPassword() {
    return !hasKnownPassword() && password.length() < SHORT;
  }

  /// Without the password.
  @Override
  public String toString() {
    return provider.id();
  }
}
