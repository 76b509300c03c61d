package org.rav1ebygop.protocol.session;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.MessageCodec;
import org.rav1ebygop.protocol.message.Wire;
import org.rav1ebygop.testkit.RecordedEncoder;

/// A job at a worker with one lease, whose frames are all there, for tests of what becomes of its
/// packets.
public final class OpenLease {
  private static final int FRAMES = 64;

  private static byte count;

  private final WorkerJob job;
  private final WorkerSession session;
  private final WorkerLease lease;
  private int taken;

  /// @param window of packets that the client wants
  public OpenLease(int window, PacketMemory memory) {
    byte[] id = new byte[Wire.JOB_ID];
    id[0] = ++count;
    var terms =
        new Message.Terms(
            RecordedEncoder.IDENTITY.backend(), RecordedEncoder.FORMAT, RecordedEncoder.SETTINGS);
    var wanted = new Message.Job(Bytes.of(id), "client", terms, 2, List.of(), window, 0, List.of());
    long frameBytes = RecordedEncoder.LAYOUT.frameBytes();
    this.job =
        new WorkerJob(
            wanted,
            new WorkerJob.Conditions(
                RecordedEncoder.IDENTITY,
                List.of(),
                FRAMES,
                FramePool.inMemory(frameBytes),
                memory));
    this.session = working(wanted);
    job.offer();
    say(new Message.Lease(1, 0, 1, 0, FRAMES));
    this.lease = ((Effect.Start) session.drain().getLast()).lease();
    for (int i = 0; i < FRAMES; i++) {
      var part = new Message.Part(1, i, (int) frameBytes, 0, Bytes.of(new byte[(int) frameBytes]));
      say(new Message.Frame(part, 0, 0));
      lease.frameTaken(Objects.requireNonNull(lease.poll()));
    }
  }

  private WorkerSession working(Message.Job wanted) {
    var config =
        new WorkerSession.Config(
            "worker",
            2,
            List.of(RecordedEncoder.IDENTITY.backend()),
            Bytes.of(new byte[Wire.SALT]),
            SessionModel.KEY,
            size -> Bytes.of(new byte[size]),
            Timings.STANDARD);
    var opened = new WorkerSession(config, Bytes.NONE, 0, () -> null);
    var nonce = new byte[Wire.NONCE];
    nonce[0] = 1;
    var hello = new Message.Hello(Wire.MIN_VERSION, Wire.MAX_VERSION, Bytes.of(nonce));
    say(opened, hello);
    var challenge = (Message.Challenge) Objects.requireNonNull(opened.next(0));
    say(opened, Handshake.proof(SessionModel.KEY, hello, challenge));
    say(opened, wanted);
    opened.ready(job, wanted);
    var _ = opened.drain();
    return opened;
  }

  /// The job.
  public WorkerJob job() {
    return job;
  }

  /// Gives packets as long as it may.
  ///
  /// @return how many
  public int fill(int packetBytes) {
    int given = 0;
    while (lease.mayGive(packetBytes)) {
      lease.packet(MemorySegment.ofArray(new byte[packetBytes]));
      given++;
    }
    return given;
  }

  /// The client takes one more packet, which may not have been sent whole.
  public void take() {
    Message sent = session.next(0);
    while (!(sent instanceof Message.Packet)) {
      sent = session.next(0);
    }
    say(new Message.Credit(1, ++taken));
  }

  private void say(Message message) {
    say(session, message);
  }

  private static void say(WorkerSession session, Message message) {
    Hearing.of(session, ByteBuffer.wrap(MessageCodec.encode(message)));
  }
}
