package org.rav1ebygop.protocol;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.MessageCodec;
import org.rav1ebygop.protocol.message.Wire;
import org.rav1ebygop.protocol.session.CodedFrame;
import org.rav1ebygop.protocol.session.Deferred;
import org.rav1ebygop.protocol.session.Effect;
import org.rav1ebygop.protocol.session.FramePool;
import org.rav1ebygop.protocol.session.PacketMemory;
import org.rav1ebygop.protocol.session.PacketSum;
import org.rav1ebygop.protocol.session.PasswordKey;
import org.rav1ebygop.protocol.session.Timings;
import org.rav1ebygop.protocol.session.WorkerJob;
import org.rav1ebygop.protocol.session.WorkerLease;
import org.rav1ebygop.protocol.session.WorkerSession;
import org.rav1ebygop.testkit.RecordedEncoder;

/// A worker without threads of its own: what comes is handled by whoever sends it, and answered by
/// the thread that receives. Its packets are one byte for each frame. It outlives its connections.
final class RaceWorker {
  static final String PASSWORD = "correct horse battery staple";

  /// Every key is made with the same salt, which is done once for all schedules.
  private static final Bytes SALT = Bytes.of(new byte[Wire.SALT]);

  static final Keys KEYS = new Keys(PASSWORD);
  private static final PasswordKey KEY = KEYS.apply(SALT);

  private final Random random = new Random(1);
  private final FramePool pool;
  private final int places;
  private final PacketMemory memory = new PacketMemory(1 << 20, 1);
  private final List<Encoding> running = new ArrayList<>();
  private @Nullable WorkerJob job;
  private @Nullable Line line;

  /// What becomes of a lease here.
  private static final class Encoding {
    private final WorkerLease lease;
    private final PacketSum sum = new PacketSum();
    private final Deque<MemorySegment> packets = new ArrayDeque<>();

    Encoding(WorkerLease lease) {
      this.lease = lease;
    }
  }

  RaceWorker(int places, long frameBytes) {
    this.places = places;
    this.pool = FramePool.inMemory(frameBytes);
  }

  /// A new connection; the one before is over.
  synchronized Line connect() {
    Line last = line;
    if (last != null) {
      last.session.lost("another connection", 0);
      pump(last);
    }
    var next = new Line(new WorkerSession(config(), Bytes.NONE, 0, () -> null));
    line = next;
    return next;
  }

  /// Frames that are held here.
  synchronized long framesHeld() {
    return pool.inUse();
  }

  private WorkerSession.Config config() {
    return new WorkerSession.Config(
        "races", places, List.of("recorded"), SALT, KEY, this::bytes, Timings.STANDARD);
  }

  private Bytes bytes(int size) {
    byte[] some = new byte[size];
    random.nextBytes(some);
    return Bytes.of(some);
  }

  private void pump(Line at) {
    boolean more = true;
    while (more) {
      List<Effect> effects = at.session.drain();
      effects.forEach(effect -> act(at, effect));
      more = encode() || !effects.isEmpty();
    }
    WorkerJob mine = job;
    while (mine != null && mine.attached() && mine.unused() + running.size() < places) {
      mine.offer();
    }
    for (Message next = at.session.next(0); next != null; next = at.session.next(0)) {
      at.down.add(MessageCodec.encode(next));
    }
    notifyAll();
  }

  private void act(Line at, Effect effect) {
    switch (effect) {
      case Effect.OpenJob(Message.Job wanted) -> {
        WorkerJob mine = job;
        if (mine == null) {
          mine =
              new WorkerJob(
                  wanted,
                  new WorkerJob.Conditions(
                      RecordedEncoder.IDENTITY, wanted.codings(), 2, pool, memory));
          job = mine;
        }
        at.session.ready(mine, wanted);
      }
      case Effect.Start(WorkerLease lease) -> running.add(new Encoding(lease));
      case Effect.End _, Effect.Joined _, Effect.Enquired _, Effect.Reported _ -> {}
    }
  }

  private boolean encode() {
    boolean done = false;
    for (Encoding one : List.copyOf(running)) {
      for (CodedFrame frame = one.lease.poll(); frame != null; frame = one.lease.poll()) {
        one.packets.add(MemorySegment.ofArray(new byte[] {(byte) one.lease.terms().gop()}));
        one.lease.frameTaken(frame);
        done = true;
      }
      while (!one.packets.isEmpty() && one.lease.mayGive(1)) {
        one.sum.add(one.packets.element());
        one.lease.packet(one.packets.remove());
        done = true;
      }
      if (one.lease.over()) {
        running.remove(one);
      } else if (one.packets.isEmpty() && one.lease.framesEnded()) {
        one.lease.done(RecordedEncoder.IDENTITY, one.sum);
        running.remove(one);
        done = true;
      }
    }
    return done;
  }

  /// One connection, as the client has it.
  final class Line implements Carrier {
    private final WorkerSession session;
    private final Deque<byte[]> down = new ArrayDeque<>();
    private @Nullable String cut;
    private @Nullable Thread receiver;

    Line(WorkerSession session) {
      this.session = session;
    }

    @Override
    public void start(Receiver target) {
      receiver = Thread.ofPlatform().start(() -> receive(target));
    }

    @Override
    public void send(ByteBuffer message) throws IOException {
      synchronized (RaceWorker.this) {
        if (cut != null) {
          throw new IOException(cut);
        }
        Deferred rest = session.receive(message, 0);
        if (rest != null) {
          rest.run();
          session.complete(rest, 0);
        }
        pump(this);
      }
    }

    @Override
    public void close(String reason) {
      synchronized (RaceWorker.this) {
        if (cut == null) {
          cut = reason;
          session.lost(reason, 0);
          pump(this);
        }
      }
    }

    /// Waits until the thread that receives has ended.
    void join() throws InterruptedException {
      Thread thread = receiver;
      if (thread != null) {
        thread.join();
      }
    }

    private void receive(Receiver target) {
      for (byte[] message = next(); message != null; message = next()) {
        target.received(ByteBuffer.wrap(message));
      }
      target.closed(String.valueOf(cut));
    }

    private byte @Nullable [] next() {
      synchronized (RaceWorker.this) {
        while (cut == null && down.isEmpty()) {
          try {
            RaceWorker.this.wait();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        }
        return cut == null ? down.remove() : null;
      }
    }

    @Override
    public String peer() {
      return "worker";
    }

    @Override
    public byte[] channelBinding() {
      return new byte[0];
    }
  }
}
