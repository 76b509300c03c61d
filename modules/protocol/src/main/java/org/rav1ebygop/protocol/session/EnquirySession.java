package org.rav1ebygop.protocol.session;

import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.ProtocolException;

/// The client's side of one connection that asks a worker what it is and does, and ends.
public final class EnquirySession extends Session {
  private enum State {
    HELLO,
    PROOF,
    REPORT,
    ENDED
  }

  private final Introduction introduction;
  private State state = State.HELLO;
  private Message.@Nullable Welcome welcome;

  /// A session of a connection that has just been made.
  ///
  /// @param key of the password with a salt
  /// @param random so many unpredictable bytes
  /// @param binding what both sides know of the channel below and nobody else can have, or nothing
  public EnquirySession(
      Function<Bytes, PasswordKey> key, IntFunction<Bytes> random, Bytes binding, long time) {
    super(Timings.STANDARD);
    introduction = new Introduction(key, random, binding);
    begin(time);
    send(introduction.hello());
  }

  @Override
  void handle(Message message) throws ProtocolException {
    switch (message) {
      case Message.Challenge challenge when state == State.HELLO -> {
        state = State.PROOF;
        defer(introduction.proof(challenge, this::prove));
      }
      case Message.Welcome said when state == State.PROOF -> {
        introduction.check(said);
        welcome = said;
        state = State.REPORT;
        send(new Message.Enquiry());
      }
      case Message.Report report when welcome != null && state == State.REPORT -> {
        effect(new Effect.Reported(welcome, report));
        end(EndReason.FINISHED, "");
      }
      case Message other -> throw notNow(other);
    }
  }

  private void prove(Message.Proof proof) {
    if (isOpen()) {
      send(proof);
    }
  }

  @Override
  boolean proven() {
    return state == State.REPORT;
  }

  @Override
  boolean inHandshake() {
    return true;
  }

  @Override
  void ended(EndReason reason, String text) {
    state = State.ENDED;
  }

  @Override
  @Nullable Message bulk() {
    return null;
  }
}
