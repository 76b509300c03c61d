package org.rav1ebygop.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.MessageCodec;
import org.rav1ebygop.protocol.message.Wire;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.SyntheticFilm;

/// Workers that begin packets and do not go on.
class PartialPacketsTest {
  private static final FrameLayout LAYOUT = new FrameLayout(1280, 720, ChromaSampling.CS420, 10);

  /// Three pieces.
  private static final int PACKET = 2_500_000;

  private static final int LEASES = 4;

  private final PartialPackets memory = new PartialPackets(3L * PACKET);

  @Test
  void aWorkerThatSendsOnlyBeginningsIsLeft() {
    var liar = new Worker();
    for (int lease = 1; lease <= 3; lease++) {
      liar.say(piece(lease, 0));
      assertTrue(liar.client.isOpen());
    }
    assertEquals(3L * PACKET, memory.used());
    liar.say(piece(4, 0));
    assertEquals(EndReason.LIMIT, liar.end().reason());
    assertTrue(liar.end().reason().breaks(), "and is paused for it");
    assertEquals(0, memory.used());
  }

  /// Whoever holds most is left, not the one for whom nothing is left over.
  @Test
  void aWorkerThatSendsOnlyBeginningsKeepsNoMemoryFromOthers() {
    var liar = new Worker();
    liar.say(piece(1, 0));
    liar.say(piece(2, 0));
    liar.say(piece(3, 0));
    var other = new Worker();
    other.say(piece(1, 0));
    assertEquals(EndReason.LIMIT, liar.end().reason());
    assertEquals(PACKET, memory.used());
    other.say(piece(1, Wire.MAX_PART));
    other.say(piece(1, 2 * Wire.MAX_PART));
    assertTrue(other.client.isOpen());
    assertEquals(0, memory.used(), "it is there as a whole");
    MemorySegment packet = other.leases.getFirst().poll();
    assertNotNull(packet);
    assertEquals(PACKET, packet.byteSize());
  }

  @Test
  void aConnectionThatEndsGivesItsMemoryBack() {
    var worker = new Worker();
    worker.say(piece(1, 0));
    assertEquals(PACKET, memory.used());
    worker.client.lost("cut", 0);
    assertEquals(0, memory.used());
  }

  private static Message.Packet piece(int lease, int offset) {
    int size = Math.min(Wire.MAX_PART, PACKET - offset);
    return new Message.Packet(new Message.Part(lease, 0, PACKET, offset, Bytes.of(new byte[size])));
  }

  /// A client with leases of which one frame each was sent, at a worker that says what a test
  /// wants.
  private final class Worker {
    private final ClientSession client;
    private final FramePool pool = FramePool.inMemory(LAYOUT.frameBytes());
    private final List<ClientLease> leases = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();

    Worker() {
      this.client =
          new ClientSession(
              new ClientSession.Config(
                  "client",
                  new Message.Terms(
                      RecordedEncoder.IDENTITY.backend(),
                      SyntheticFilm.format(LAYOUT),
                      RecordedEncoder.SETTINGS),
                  LEASES,
                  _ -> 1,
                  pool,
                  List.of(),
                  1 << 20,
                  memory.share(this::leave),
                  _ -> SessionModel.KEY,
                  new KnownSalt(),
                  size -> Bytes.of(new byte[size]),
                  Timings.STANDARD));
      client.connected(Bytes.NONE, 0);
      var hello = assertInstanceOf(Message.Hello.class, client.next(0));
      byte[] nonce = new byte[Wire.NONCE];
      nonce[0] = 1;
      var challenge =
          new Message.Challenge(
              Wire.MIN_VERSION,
              Wire.MAX_VERSION,
              Wire.MAX_VERSION,
              Bytes.of(nonce),
              Bytes.of(new byte[Wire.SALT]));
      say(challenge);
      say(
          new Message.Welcome(
              Handshake.workerMac(SessionModel.KEY, hello, challenge),
              "liar",
              LEASES,
              List.of(RecordedEncoder.IDENTITY.backend())));
      say(new Message.Ready(RecordedEncoder.IDENTITY, List.of(), 1, List.of()));
      say(new Message.Offer(LEASES));
      for (int i = 0; i < LEASES; i++) {
        ClientLease lease = client.open(new Message.Lease(1, i, 1, 0, 1), () -> {});
        lease.frame(new CodedFrame(0, 0, pool.take(LAYOUT.frameBytes())));
        leases.add(lease);
      }
      while (client.next(0) != null) {
        // all frames are sent
      }
    }

    private void leave() {
      client.end(EndReason.LIMIT, "it holds more than others");
    }

    void say(Message message) {
      Hearing.of(client, ByteBuffer.wrap(MessageCodec.encode(message)));
      effects.addAll(client.drain());
    }

    Effect.End end() {
      effects.addAll(client.drain());
      return assertInstanceOf(Effect.End.class, effects.getLast());
    }
  }
}
