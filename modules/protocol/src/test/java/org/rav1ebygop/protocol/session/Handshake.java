package org.rav1ebygop.protocol.session;

import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.Message;

/// Proofs, for tests that speak for themselves.
public final class Handshake {
  private Handshake() {}

  /// What a client that knows the password says to a challenge, over a channel without a binding.
  public static Message.Proof proof(
      PasswordKey key, Message.Hello hello, Message.Challenge challenge) {
    return new Message.Proof(new Proofs(key, hello, challenge, Bytes.NONE).client());
  }

  /// What a worker that knows the password says then.
  public static Bytes workerMac(PasswordKey key, Message.Hello hello, Message.Challenge challenge) {
    return new Proofs(key, hello, challenge, Bytes.NONE).worker();
  }
}
