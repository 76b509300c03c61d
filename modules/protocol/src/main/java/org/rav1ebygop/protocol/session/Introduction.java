package org.rav1ebygop.protocol.session;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.ProtocolException;
import org.rav1ebygop.protocol.message.Wire;

/// How a client and a worker prove to each other that they know the password, as the client sees
/// it. For one connection.
final class Introduction {
  private final Function<Bytes, PasswordKey> key;
  private final Bytes channel;
  private final Message.Hello hello;
  private @Nullable Proofs proofs;

  /// @param key of the password with a salt
  /// @param random so many unpredictable bytes
  /// @param channel what both sides know of the channel below, or nothing
  Introduction(Function<Bytes, PasswordKey> key, IntFunction<Bytes> random, Bytes channel) {
    this.key = key;
    this.channel = channel;
    this.hello = new Message.Hello(Wire.MIN_VERSION, Wire.MAX_VERSION, random.apply(Wire.NONCE));
  }

  /// The first message.
  Message.Hello hello() {
    return hello;
  }

  /// Makes the answer to a challenge, for which the password is made a key.
  ///
  /// @param then is given the answer, with the lock of the session held
  Deferred proof(Message.Challenge challenge, Consumer<Message.Proof> then)
      throws ProtocolException {
    int version = Math.min(Wire.MAX_VERSION, challenge.maxVersion());
    if (version < Math.max(Wire.MIN_VERSION, challenge.minVersion())) {
      throw new ProtocolException(
          EndReason.VERSION,
          String.format(
              Locale.ROOT,
              "the worker speaks protocol versions %d to %d, this program %d to %d",
              challenge.minVersion(),
              challenge.maxVersion(),
              Wire.MIN_VERSION,
              Wire.MAX_VERSION));
    }
    if (challenge.version() != version || challenge.nonce().equals(hello.nonce())) {
      throw Session.illegal("a version or nonce that cannot be meant");
    }
    return new Answer(challenge, then);
  }

  private final class Answer extends Deferred {
    private final Message.Challenge challenge;
    private final Consumer<Message.Proof> then;
    private @Nullable Proofs made;

    Answer(Message.Challenge challenge, Consumer<Message.Proof> then) {
      this.challenge = challenge;
      this.then = then;
    }

    @Override
    public void run() {
      made = new Proofs(key.apply(challenge.salt()), hello, challenge, channel);
    }

    @Override
    void commit() {
      Proofs mine = made;
      if (mine != null) {
        proofs = mine;
        then.accept(new Message.Proof(mine.client()));
      }
    }
  }

  /// Makes sure that the worker knows the password too.
  void check(Message.Welcome welcome) throws ProtocolException {
    if (proofs == null || !proofs.worker().sameSecret(welcome.mac())) {
      throw new ProtocolException(
          EndReason.PASSWORD, "the worker does not know the password it was given here");
    }
  }
}
