package org.rav1ebygop.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.MessageCodec;
import org.rav1ebygop.protocol.message.Wire;

/// What takes long is not done when a message is taken, which is when the lock is held.
class DeferredTest {
  private final List<Bytes> salts = new ArrayList<>();
  private int count;

  @Test
  void aKeyIsMadeAfterTheMessageWasTaken() {
    EnquirySession session = session();
    Deferred deferred = challenge(session);
    assertNotNull(deferred);
    assertEquals(0, salts.size());
    assertNull(session.next(0), "there is no proof yet");
    deferred.run();
    assertEquals(1, salts.size());
    session.complete(deferred, 0);
    assertInstanceOf(Message.Proof.class, session.next(0));
  }

  @Test
  void aKeyForAConnectionThatIsGoneIsNotUsed() {
    EnquirySession session = session();
    Deferred deferred = challenge(session);
    assertNotNull(deferred);
    deferred.run();
    session.lost("cut", 0);
    session.complete(deferred, 0);
    assertNull(session.next(0));
  }

  @Test
  void aPieceIsCopiedAfterItWasTakenAndForgottenWithoutALoss() throws Exception {
    var pool = FramePool.inMemory(16);
    var parts = new Parts(16, pool);
    var message = new Message.Part(1, 0, 16, 0, Bytes.of(new byte[16]));
    Parts.Piece piece = parts.begin(message, 0);
    assertEquals(0, pool.inUse());
    piece.copy();
    assertEquals(1, pool.inUse());
    parts.clear();
    assertEquals(1, pool.inUse(), "it may still be copied");
    assertFalse(parts.take(piece));
    assertEquals(0, pool.inUse());
    pool.close();
  }

  private EnquirySession session() {
    var session =
        new EnquirySession(
            salt -> {
              salts.add(salt);
              return SessionModel.KEY;
            },
            this::random,
            Bytes.NONE,
            0);
    assertInstanceOf(Message.Hello.class, session.next(0));
    return session;
  }

  private @Nullable Deferred challenge(EnquirySession session) {
    var challenge =
        new Message.Challenge(
            Wire.MIN_VERSION,
            Wire.MAX_VERSION,
            Wire.MAX_VERSION,
            random(Wire.NONCE),
            Bytes.of(new byte[Wire.SALT]));
    return session.receive(ByteBuffer.wrap(MessageCodec.encode(challenge)), 0);
  }

  private Bytes random(int size) {
    byte[] bytes = new byte[size];
    bytes[0] = (byte) ++count;
    return Bytes.of(bytes);
  }
}
