package org.rav1ebygop.protocol.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.rav1ebygop.protocol.message.Bytes;

/// What a password becomes: PBKDF2 with HMAC-SHA-256 (RFC 8018). Making one takes a good part of a
/// second, which is its purpose.
public final class PasswordKey {
  /// What OWASP recommends for PBKDF2 with HMAC-SHA-256.
  private static final int ITERATIONS = 600_000;

  private static final int KEY_BITS = 256;
  private static final String HMAC = "HmacSHA256";

  private final SecretKeySpec key;

  private PasswordKey(SecretKeySpec key) {
    this.key = key;
  }

  /// The key of a password and a worker's salt.
  ///
  /// @param password not empty
  public static PasswordKey derive(String password, Bytes salt) {
    var spec = new PBEKeySpec(password.toCharArray(), salt.array(), ITERATIONS, KEY_BITS);
    try {
      byte[] key =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
      return new PasswordKey(new SecretKeySpec(key, HMAC));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java runtime has PBKDF2 with HMAC-SHA-256", e);
    } finally {
      spec.clearPassword();
    }
  }

  /// SHA-256 of a password that is no secret.
  public static byte[] digest(String password) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(password.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java runtime has SHA-256", e);
    }
  }

  /// HMAC-SHA-256.
  Bytes mac(byte[] message) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return Bytes.of(mac.doFinal(message));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java runtime has HMAC-SHA-256", e);
    }
  }
}
