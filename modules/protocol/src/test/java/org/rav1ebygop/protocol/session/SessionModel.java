package org.rav1ebygop.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.MessageCodec;
import org.rav1ebygop.protocol.message.Wire;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.SyntheticFilm;

/// A client and a worker, step by step in an order of chance, over connections that lose what is
/// under way when they break. Packets are the frames with every bit turned.
///
/// A slot of the client waits for a GOP while there is an offer, and opens a lease when it has one,
/// whatever became of the offer and the connection meanwhile. It gives the lease up when it has
/// waited too long for the next offer.
final class SessionModel {
  static final PasswordKey KEY = PasswordKey.derive("secret", Bytes.of(new byte[Wire.SALT]));

  private static final int PLACES = 3;
  private static final int UNDER_WAY = 3;

  private final Random random;
  private final FrameLayout layout;
  private final FramePool clientPool;
  private final FramePool workerPool;
  private final ClientSession client;
  private final List<ClientGop> open = new ArrayList<>();
  private final Deque<ClientGop> todo = new ArrayDeque<>();
  private final List<WorkerGop> running = new ArrayList<>();
  private final Deque<byte[]> up = new ArrayDeque<>();
  private final Deque<byte[]> down = new ArrayDeque<>();
  private @Nullable WorkerSession worker;
  private @Nullable WorkerJob job;
  private final List<Rest> deferred = new ArrayList<>();
  private int slotsThatWait;
  private int givenUp;
  private int finished;
  private int connections;

  /// What is still to be done for a message that came over the connection of that number.
  private record Rest(Session session, int connection, Deferred deferred) {
    boolean isOf(Session other, int number) {
      return session.equals(other) && connection == number;
    }
  }

  private static final class ClientGop {
    private final int index;
    private final int announcedFrames;
    private final List<byte[]> frames;
    private final List<byte[]> packets = new ArrayList<>();
    private @Nullable ClientLease lease;
    private int given;
    private boolean ended;

    ClientGop(int index, int announcedFrames, List<byte[]> frames) {
      this.index = index;
      this.announcedFrames = announcedFrames;
      this.frames = frames;
    }

    /// The same from its beginning.
    ClientGop again() {
      return new ClientGop(index, announcedFrames, frames);
    }
  }

  private static final class WorkerGop {
    private final WorkerLease lease;
    private final PacketSum sum = new PacketSum();
    private final Deque<MemorySegment> packets = new ArrayDeque<>();

    WorkerGop(WorkerLease lease) {
      this.lease = lease;
    }
  }

  SessionModel(long seed, FrameLayout layout) {
    this.random = new Random(seed);
    this.layout = layout;
    this.clientPool = FramePool.inMemory(layout.frameBytes());
    this.workerPool = FramePool.inMemory(layout.frameBytes());
    var terms =
        new Message.Terms("recorded", SyntheticFilm.format(layout), RecordedEncoder.SETTINGS);
    this.client =
        new ClientSession(
            new ClientSession.Config(
                "model",
                terms,
                PLACES,
                _ -> 4,
                clientPool,
                List.of("a", "b"),
                10_000,
                new PartialPackets(8 << 20).share(() -> fail("too many packets in part")),
                _ -> KEY,
                new KnownSalt(),
                this::bytes,
                Timings.STANDARD));
  }

  /// Encodes so many GOPs.
  ///
  /// @param cuts how often a connection breaks, in steps; 0 for never
  void run(int gops, int cuts) {
    for (int i = 0; i < gops; i++) {
      todo.add(gop(i));
    }
    for (int steps = 0; finished < gops; steps++) {
      assertTrue(
          steps < 200_000,
          () -> String.format(Locale.ROOT, "stuck after %d of %d GOPs", finished, gops));
      if (cuts > 0 && random.nextInt(cuts) == 0) {
        cut();
      }
      step();
    }
    while (clientPool.inUse() > 0 || workerPool.inUse() > 0 || places() > 0) {
      step();
    }
  }

  /// Leases that were given up before the worker had a place for them.
  int givenUp() {
    return givenUp;
  }

  int connections() {
    return connections;
  }

  private int places() {
    return job == null ? 0 : job.leases().size();
  }

  private void step() {
    if (!client.isOpen() && random.nextInt(4) == 0) {
      connect();
    }
    switch (random.nextInt(19)) {
      case 0, 1 -> send(client, up);
      case 2, 3 -> send(worker, down);
      case 4, 5 -> receive(worker, up);
      case 6, 7 -> receive(client, down);
      case 8 -> awaitGop();
      case 9 -> openLease();
      case 10 -> giveFrame();
      case 11 -> takePacket();
      case 12 -> giveUp();
      case 13 -> takeOffersBack();
      case 14, 15, 16 -> doWhatWasDeferred();
      default -> encode();
    }
  }

  private WorkerSession worker() {
    WorkerSession current = worker;
    if (current == null) {
      throw new AssertionError("no connection");
    }
    return current;
  }

  private void connect() {
    connections++;
    up.clear();
    down.clear();
    var config =
        new WorkerSession.Config(
            "model",
            PLACES,
            List.of("recorded"),
            Bytes.of(new byte[Wire.SALT]),
            KEY,
            this::bytes,
            Timings.STANDARD);
    worker = new WorkerSession(config, Bytes.NONE, 0, () -> null);
    client.connected(Bytes.NONE, 0);
  }

  private void cut() {
    if (client.isOpen()) {
      WorkerSession broken = worker();
      client.lost("cut", 0);
      broken.lost("cut", 0);
      effects(client);
      effects(broken);
    }
  }

  private void send(@Nullable Session from, Deque<byte[]> wire) {
    if (from != null && wire.size() < UNDER_WAY) {
      Message message = from.next(0);
      if (message != null) {
        wire.add(MessageCodec.encode(message));
      }
    }
  }

  /// What a message defers is done some steps later, whatever happens to the connection and the
  /// leases meanwhile; until then nothing more is received over that connection.
  private void receive(@Nullable Session to, Deque<byte[]> wire) {
    if (to == null || deferred.stream().anyMatch(one -> one.isOf(to, connections))) {
      return;
    }
    byte[] bytes = wire.poll();
    if (bytes != null) {
      Deferred rest = to.receive(ByteBuffer.wrap(bytes), 0);
      if (rest != null) {
        deferred.add(new Rest(to, connections, rest));
      }
      effects(to);
    }
  }

  private void doWhatWasDeferred() {
    if (!deferred.isEmpty()) {
      Rest one = deferred.remove(random.nextInt(deferred.size()));
      one.deferred.run();
      one.session.complete(one.deferred, 0);
      effects(one.session);
    }
  }

  private void effects(Session of) {
    for (Effect effect : of.drain()) {
      switch (effect) {
        case Effect.OpenJob(Message.Job wanted) -> {
          if (job == null) {
            job =
                new WorkerJob(
                    wanted,
                    new WorkerJob.Conditions(
                        RecordedEncoder.IDENTITY,
                        List.of("a"),
                        3,
                        workerPool,
                        new PacketMemory(1 << 20, 3)));
          }
          worker().ready(job, wanted);
        }
        case Effect.Start(WorkerLease lease) -> {
          running.add(new WorkerGop(lease));
          assertTrue(running.size() <= PLACES, "more encoders than places");
        }
        case Effect.End(EndReason reason, String text) ->
            assertEquals(EndReason.LOST, reason, text);
        case Effect.Joined(_, int slots) -> assertEquals(PLACES, slots);
        case Effect.Enquired _, Effect.Reported _ -> fail("nobody asked");
      }
    }
    WorkerJob mine = job;
    while (mine != null && mine.attached() && mine.unused() + running.size() < PLACES) {
      mine.offer();
    }
  }

  private ClientGop gop(int index) {
    List<byte[]> frames = new ArrayList<>();
    for (int i = random.nextInt(1, 8); i > 0; i--) {
      byte[] frame = new byte[(int) layout.frameBytes()];
      random.nextBytes(frame);
      frames.add(frame);
    }
    return new ClientGop(index, random.nextBoolean() ? frames.size() : -1, frames);
  }

  private void awaitGop() {
    if (client.offered() > slotsThatWait && todo.size() > slotsThatWait) {
      slotsThatWait++;
    }
  }

  private void openLease() {
    if (slotsThatWait > 0) {
      slotsThatWait--;
      ClientGop gop = todo.remove();
      gop.lease = client.open(new Message.Lease(1, gop.index, 1, 0, gop.announcedFrames), () -> {});
      open.add(gop);
    }
  }

  private void giveUp() {
    for (ClientGop gop : List.copyOf(open)) {
      ClientLease lease = leaseOf(gop);
      if (!lease.announced() && random.nextInt(4) == 0) {
        assertFalse(lease.cancel("the worker no longer has a place for it"));
        open.remove(gop);
        todo.add(gop.again());
        givenUp++;
      }
    }
  }

  private void takeOffersBack() {
    if (job != null && random.nextInt(8) == 0) {
      job.takeBack();
    }
  }

  private void giveFrame() {
    for (ClientGop gop : open) {
      ClientLease lease = leaseOf(gop);
      if (gop.given < gop.frames.size() && lease.wantsFrame()) {
        byte[] frame = gop.frames.get(gop.given++);
        MemorySegment data = clientPool.take(frame.length).copyFrom(MemorySegment.ofArray(frame));
        lease.frame(new CodedFrame(0, gop.given, data));
      } else if (gop.given == gop.frames.size() && !gop.ended) {
        gop.ended = true;
        lease.endOfFrames();
      }
    }
  }

  private void takePacket() {
    for (ClientGop gop : List.copyOf(open)) {
      ClientLease lease = leaseOf(gop);
      MemorySegment packet = lease.poll();
      if (packet != null) {
        gop.packets.add(packet.toArray(ValueLayout.JAVA_BYTE));
        lease.packetTaken();
      } else if (lease.over()) {
        assertEquals(null, lease.end());
        finish(gop, lease);
      }
    }
  }

  private void finish(ClientGop gop, ClientLease lease) {
    assertEquals(gop.frames.size(), gop.packets.size());
    for (int i = 0; i < gop.frames.size(); i++) {
      byte[] expected = turned(gop.frames.get(i));
      assertTrue(Arrays.equals(expected, gop.packets.get(i)), "packet " + i);
    }
    lease.confirm();
    open.remove(gop);
    finished++;
  }

  private void encode() {
    for (WorkerGop gop : List.copyOf(running)) {
      CodedFrame frame = gop.lease.poll();
      if (frame != null) {
        assertEquals(0, frame.coding());
        gop.packets.add(MemorySegment.ofArray(turned(frame.data().toArray(ValueLayout.JAVA_BYTE))));
        gop.lease.frameTaken(frame);
      }
      MemorySegment packet = gop.packets.peek();
      if (gop.lease.over()) {
        running.remove(gop);
      } else if (packet != null && gop.lease.mayGive(packet.byteSize())) {
        gop.sum.add(packet);
        assertTrue(gop.lease.packet(gop.packets.remove()));
      } else if (packet == null && gop.lease.framesEnded()) {
        assertTrue(gop.lease.done(RecordedEncoder.IDENTITY, gop.sum));
        running.remove(gop);
      }
    }
  }

  private static ClientLease leaseOf(ClientGop gop) {
    ClientLease lease = gop.lease;
    if (lease == null) {
      throw new AssertionError("a GOP without a lease");
    }
    return lease;
  }

  private static byte[] turned(byte[] frame) {
    byte[] packet = frame.clone();
    for (int i = 0; i < packet.length; i++) {
      packet[i] = (byte) ~packet[i];
    }
    return packet;
  }

  private Bytes bytes(int size) {
    byte[] some = new byte[size];
    random.nextBytes(some);
    return Bytes.of(some);
  }
}
