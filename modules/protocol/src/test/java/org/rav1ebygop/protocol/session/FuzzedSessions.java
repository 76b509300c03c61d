package org.rav1ebygop.protocol.session;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.MessageCodec;
import org.rav1ebygop.protocol.message.Wire;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.SyntheticFilm;

/// A client or a worker that hears what an attacker says.
public final class FuzzedSessions {
  private static final FrameLayout LAYOUT = new FrameLayout(16, 16, ChromaSampling.CS420, 8);
  private static final int WINDOW = 4;
  private static final int LEASES = 3;
  private static final int PACKET = 100;
  private static final Bytes SALT = Bytes.of(new byte[Wire.SALT]);
  private static final Message.Terms TERMS =
      new Message.Terms("recorded", SyntheticFilm.format(LAYOUT), RecordedEncoder.SETTINGS);

  private static final int ROOM = 3000;

  private final PacketMemory memory = new PacketMemory(ROOM, LEASES);
  private final PartialPackets partial = new PartialPackets(1 << 20);
  private final FramePool pool = FramePool.inMemory(LAYOUT.frameBytes());
  private final List<WorkerLease> running = new ArrayList<>();
  private final List<ClientLease> open = new ArrayList<>();
  private final ClientSession client =
      new ClientSession(
          new ClientSession.Config(
              "client",
              TERMS,
              LEASES,
              _ -> WINDOW,
              pool,
              List.of("a"),
              4096,
              partial.share(() -> {}),
              _ -> SessionModel.KEY,
              new KnownSalt(),
              FuzzedSessions::zeros,
              Timings.STANDARD));
  private final WorkerSession worker =
      new WorkerSession(
          new WorkerSession.Config(
              "worker",
              LEASES,
              List.of("recorded"),
              SALT,
              SessionModel.KEY,
              FuzzedSessions::ones,
              Timings.STANDARD),
          Bytes.NONE,
          0,
          () -> null);
  private final Session target;
  private @Nullable WorkerJob job;
  private boolean proven;
  private int acts;

  /// @param mode the lowest bit: the worker or the client hears; the next bits: how many messages
  ///   of a good conversation come first
  public FuzzedSessions(int mode) {
    target = (mode & 1) == 0 ? worker : client;
    client.connected(Bytes.NONE, 0);
    for (int i = (mode & 0xff) >> 1; i > 0 && client.isOpen(); i--) {
      say(client, worker);
      say(worker, client);
      act();
    }
  }

  /// The attacker says something.
  public void receive(ByteBuffer message) {
    Hearing.of(target, message);
    act();
    target.next(0);
    check(pool.inUse() <= 2 * LEASES * (WINDOW + 2), "the memory for frames is bounded");
    check(memory.kept() <= ROOM, "the memory for packets is bounded");
    check(partial.used() <= 1 << 20, "so is that for packets that have come in part");
    check(encoders() <= LEASES, "there are no more encoders than slots");
  }

  /// The connection breaks.
  public void end() {
    client.lost("end", 0);
    worker.lost("end", 0);
    act();
    if (job != null) {
      job.end(EndReason.LOST, "");
    }
    client.giveUp(new LeaseEnd.SlotLost("end"));
    check(pool.inUse() == 0, "no memory is lost");
    pool.close();
  }

  private void say(Session from, Session to) {
    Message message = from.next(0);
    if (message != null) {
      Hearing.of(to, ByteBuffer.wrap(MessageCodec.encode(message)));
      proven |= message instanceof Message.Proof;
    }
  }

  private void act() {
    for (Effect effect : worker.drain()) {
      switch (effect) {
        case Effect.OpenJob(Message.Job wanted) -> {
          check(proven, "nothing is done without the password");
          if (wanted.terms().format().layout().equals(LAYOUT)) {
            var opened =
                new WorkerJob(
                    wanted,
                    new WorkerJob.Conditions(
                        RecordedEncoder.IDENTITY, List.of("a"), WINDOW, pool, memory));
            job = opened;
            worker.ready(opened, wanted);
          }
        }
        case Effect.Start(WorkerLease lease) -> {
          check(proven, "nothing is encoded without the password");
          running.add(lease);
        }
        case Effect.Enquired _ -> {
          check(proven, "nothing is told without the password");
          worker.report(new Message.Report(List.of(), 0, 0, false, 0));
        }
        case Effect.End _, Effect.Joined _, Effect.Reported _ -> {}
      }
    }
    client.drain();
    WorkerJob mine = job;
    if (mine != null && mine.attached() && mine.unused() + encoders() < LEASES) {
      mine.offer();
    }
    if (mine != null && ++acts % 5 == 0) {
      mine.takeBack();
    }
    running.forEach(FuzzedSessions::encode);
    if (client.offered() > 0 && open.size() < LEASES) {
      open.add(client.open(new Message.Lease(1, open.size(), 1, 0, 2), () -> {}));
    }
    open.forEach(this::use);
  }

  private int encoders() {
    return (int) running.stream().filter(lease -> !lease.over()).count();
  }

  private static void encode(WorkerLease lease) {
    CodedFrame frame = lease.poll();
    if (frame != null) {
      lease.frameTaken(frame);
      if (lease.mayGive(PACKET)) {
        lease.packet(MemorySegment.ofArray(new byte[PACKET]));
      }
    } else if (!lease.over() && lease.framesEnded()) {
      lease.done(RecordedEncoder.IDENTITY, new PacketSum());
    }
  }

  private void use(ClientLease lease) {
    if (lease.wantsFrame()) {
      lease.frame(new CodedFrame(0, 0, pool.take(LAYOUT.frameBytes())));
    }
    if (lease.poll() != null) {
      lease.packetTaken();
    }
  }

  private static Bytes zeros(int size) {
    return Bytes.of(new byte[size]);
  }

  private static Bytes ones(int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) 1);
    return Bytes.of(bytes);
  }

  private static void check(boolean holds, String promise) {
    if (!holds) {
      throw new AssertionError("broken: " + promise);
    }
  }
}
