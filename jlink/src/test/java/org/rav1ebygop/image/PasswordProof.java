package org.rav1ebygop.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.MessageCodec;

/// Proofs that somebody knows a password, without TLS, as docs/protocol.md has them.
final class PasswordProof {
  private static final int ITERATIONS = 600_000;
  private static final Map<String, byte[]> KEYS = new ConcurrentHashMap<>();

  private PasswordProof() {}

  /// @param role `client` or `worker`
  static Bytes of(String role, Message.Hello hello, Message.Challenge challenge, String password) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part :
          List.of(MessageCodec.encode(hello), MessageCodec.encode(challenge), new byte[0])) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
        digest.update(part);
      }
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key(password, challenge.salt().array()), "HmacSHA256"));
      mac.update(("rav1e-by-gop " + role).getBytes(StandardCharsets.US_ASCII));
      return Bytes.of(mac.doFinal(digest.digest()));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] key(String password, byte[] salt) {
    return KEYS.computeIfAbsent(
        password + HexFormat.of().formatHex(salt),
        _ -> {
          try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, 256))
                .getEncoded();
          } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
          }
        });
  }
}
