package org.rav1ebygop.websocket;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import org.rav1ebygop.api.GopException;

/// The SHA-256 digest of a certificate, by which it is known without anybody who signed it.
///
/// @param hex 64 lower-case hexadecimal digits
public record Fingerprint(String hex) {
  private static final String PREFIX = "sha256:";

  /// @throws IllegalArgumentException when it is none
  public Fingerprint {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not a SHA-256 digest: " + hex);
    }
  }

  /// Reads `sha256:` and 64 hexadecimal digits, of either case, with or without colons between two.
  ///
  /// @throws GopException of kind USAGE when it is something else
  public static Fingerprint parse(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    String hex = lower.replaceFirst("^" + PREFIX, "").replace(":", "");
    if (!lower.startsWith(PREFIX) || !hex.matches("[0-9a-f]{64}")) {
      throw GopException.usage(
          "a fingerprint is 'sha256:' and 64 hexadecimal digits, not '%s'".formatted(text));
    }
    return new Fingerprint(hex);
  }

  /// That of a certificate.
  public static Fingerprint of(X509Certificate certificate) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return new Fingerprint(HexFormat.of().formatHex(digest.digest(certificate.getEncoded())));
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw GopException.bug("a certificate has no digest: " + e, e);
    }
  }

  /// The 32 bytes.
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  /// As [#parse] reads it.
  @Override
  public String toString() {
    return PREFIX + hex;
  }
}
