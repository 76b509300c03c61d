package org.rav1ebygop.protocol.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.MessageCodec;

/// The proofs that go with one exchange of [Message.Hello] and [Message.Challenge]: HMAC over the
/// role of the prover and the SHA-256 digest of both messages and the channel. A proof of one role,
/// exchange or channel is none for another; neither are versions that were changed on the way.
final class Proofs {
  private static final String CLIENT = "rav1e-by-gop client";
  private static final String WORKER = "rav1e-by-gop worker";

  private final PasswordKey key;
  private final byte[] transcript;

  Proofs(PasswordKey key, Message.Hello hello, Message.Challenge challenge, Bytes channel) {
    this.key = key;
    MessageDigest digest = Digests.sha256();
    update(digest, MessageCodec.encode(hello));
    update(digest, MessageCodec.encode(challenge));
    update(digest, channel.array());
    this.transcript = digest.digest();
  }

  Bytes client() {
    return proof(CLIENT);
  }

  Bytes worker() {
    return proof(WORKER);
  }

  private Bytes proof(String role) {
    byte[] name = role.getBytes(StandardCharsets.US_ASCII);
    return key.mac(
        ByteBuffer.allocate(name.length + transcript.length).put(name).put(transcript).array());
  }

  private static void update(MessageDigest digest, byte[] part) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
    digest.update(part);
  }
}
