package org.rav1ebygop.protocol.session;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.ProtocolException;

/// A lease as the worker sees it. Keeps each packet until the client has taken it, and the result
/// until it is confirmed.
public final class WorkerLease {
  private static final int UNKNOWN = -1;

  private final WorkerJob job;
  private final Message.Lease terms;

  private final Parts parts;
  private final Deque<CodedFrame> frames = new ArrayDeque<>();
  private int framesReceived;
  private int framesPolled;
  private int framesTaken;
  private int frameEnd = UNKNOWN;
  private int coding;
  private int checksum;

  private final Outflow<MemorySegment> packets;
  private long untakenBytes;
  private long bytes;
  private boolean lacksRoom;
  private long pieces;

  private Message.@Nullable Unfinished failure;
  private @Nullable String cancelled;
  private boolean confirmed;

  /// Whether its encoder has ended after it was cancelled, or nobody waits for that.
  private boolean ended;

  private Runnable changed = () -> {};

  WorkerLease(WorkerJob job, Message.Lease terms) {
    this.job = job;
    this.terms = terms;
    this.parts = new Parts(job.frameBytes(), job.pool());
    this.packets =
        new Outflow<>(
            terms.lease(),
            packet -> packet,
            (part, _) -> new Message.Packet(part),
            packet -> release(packet.byteSize()));
  }

  /// What it is about.
  public Message.Lease terms() {
    return terms;
  }

  /// The job it belongs to.
  public WorkerJob job() {
    return job;
  }

  /// Sets what to call when the client changes something of it.
  public void onChange(Runnable action) {
    changed = action;
  }

  /// The next frame that has come, or null.
  public @Nullable CodedFrame poll() {
    CodedFrame frame = frames.poll();
    framesPolled += frame == null ? 0 : 1;
    return frame;
  }

  /// The encoder has taken a frame that was polled; its memory goes back to the pool.
  public void frameTaken(CodedFrame frame) {
    job.pool().give(frame.data());
    framesTaken++;
    say(new Message.Credit(terms.lease(), framesTaken));
  }

  /// Whether there are no more frames to poll, and never will be.
  public boolean framesEnded() {
    return framesPolled == frameEnd;
  }

  /// Whether a packet of that size may be given now.
  public boolean mayGive(long size) {
    boolean inWindow = packets.untaken() == 0 || untakenBytes + size <= job.packetWindow();
    lacksRoom = inWindow && !job.hasRoom(size);
    return inWindow && !lacksRoom;
  }

  /// Whether it waits because the worker can keep no more packets of all its clients.
  boolean lacksRoom() {
    return lacksRoom && !over();
  }

  /// Whether its client is to send a frame, or to take a packet. One that lacks room waits for the
  /// packets of others.
  public boolean waitsForClient() {
    return !over()
        && !lacksRoom
        && ((frames.isEmpty() && frameEnd == UNKNOWN) || packets.untaken() > 0);
  }

  /// Grows with all that its client does.
  public long progress() {
    return pieces + packets.given() - packets.untaken();
  }

  /// What it waits for may be there: its owner is to look again.
  public void wake() {
    changed.run();
  }

  /// Gives the next packet, if the encoder may have made it.
  ///
  /// @param packet not changed any more
  /// @return false when there are more packets than frames
  public boolean packet(MemorySegment packet) {
    if (packets.given() >= framesPolled) {
      return false;
    }
    untakenBytes += packet.byteSize();
    job.keep(packet.byteSize());
    bytes += packet.byteSize();
    packets.add(packet);
    return true;
  }

  /// All packets are given.
  ///
  /// @param sum of all of them
  /// @return false when there is not one for each frame
  public boolean done(EncoderIdentity identity, PacketSum sum) {
    int made = packets.given();
    if (!framesEnded() || made != framesReceived) {
      return false;
    }
    Bytes sha256 = sum.value();
    packets.end((lease, given) -> new Message.Done(lease, given, bytes, sha256, identity));
    return true;
  }

  /// Its encoder failed.
  ///
  /// @param log what the encoder wrote last, may be empty
  public void failed(String reason, String log) {
    unfinished(new Message.Failed(terms.lease(), reason, log));
  }

  /// It came to nothing because this machine lacks something.
  ///
  /// @param log what the encoder wrote last, may be empty
  public void troubled(String reason, String log) {
    unfinished(new Message.Trouble(terms.lease(), reason, log));
  }

  private void unfinished(Message.Unfinished end) {
    String unwanted = cancelled;
    if (unwanted != null && !ended) {
      ended = true;
      say(new Message.Failed(terms.lease(), unwanted, end.log()));
      job.remove(this);
    } else if (!over()) {
      failure = end;
      forget();
      say(end);
    }
  }

  /// Whether its encoder has nothing more to do.
  public boolean over() {
    return cancelled != null || failure != null || packets.ended();
  }

  /// Whether the client has the result for good.
  public boolean confirmed() {
    return confirmed;
  }

  /// Packets that were given.
  public int packets() {
    return packets.given();
  }

  /// Why it came to nothing, or null.
  public @Nullable String failure() {
    return failure == null ? null : failure.reason();
  }

  /// Why the client does not want it any more, or null.
  public @Nullable String cancelled() {
    return cancelled;
  }

  /// There is no place for it. Nothing of it was begun.
  public void decline() {
    job.remove(this);
    forget();
    say(new Message.Declined(terms.lease()));
  }

  /// The client does not want it any more. It is over for the client when its encoder has ended.
  void cancel(String reason) {
    if (over()) {
      drop(reason);
    } else {
      cancelled = reason;
      forget();
      changed.run();
    }
  }

  /// The client knows nothing of it any more.
  void drop(String reason) {
    if (cancelled == null) {
      cancelled = reason;
    }
    ended = true;
    forget();
    job.remove(this);
    changed.run();
  }

  @Nullable Deferred part(Message.Frame frame) throws ProtocolException {
    if (failure != null || cancelled != null) {
      return null;
    }
    Message.Part part = frame.part();
    if (frameEnd != UNKNOWN || (terms.frameCount() >= 0 && part.index() >= terms.frameCount())) {
      throw Session.illegal("a frame after the last one");
    }
    if (part.index() - framesTaken >= job.frameWindow()) {
      throw new ProtocolException(EndReason.LIMIT, "more frames than were asked for");
    }
    boolean raw = frame.coding() == 0;
    boolean known = raw ? part.total() == job.frameBytes() : frame.coding() <= job.codings().size();
    if (!known || (parts.begun() && (frame.coding() != coding || frame.checksum() != checksum))) {
      throw Session.illegal("a frame in a coding that was not agreed on");
    }
    coding = frame.coding();
    checksum = frame.checksum();
    pieces++;
    return new Arrival(parts.begin(part, framesReceived));
  }

  /// A piece of a frame.
  private final class Arrival extends Deferred {
    private final Parts.Piece piece;

    Arrival(Parts.Piece piece) {
      this.piece = piece;
    }

    @Override
    public void run() {
      piece.copy();
    }

    @Override
    void commit() {
      MemorySegment frame = piece.whole();
      if (!parts.take(piece)) {
        return;
      }
      Throwable failure = piece.failure();
      if (failure != null) {
        troubled(String.valueOf(failure.getMessage()), "");
        changed.run();
      } else if (frame != null && piece.isLast()) {
        framesReceived++;
        frames.add(new CodedFrame(coding, checksum, frame));
        changed.run();
      }
    }
  }

  void endOfFrames(int count) throws ProtocolException {
    if (failure != null || cancelled != null) {
      return;
    }
    boolean expected = terms.frameCount() < 0 || terms.frameCount() == count;
    if (frameEnd != UNKNOWN || count != framesReceived || parts.begun() || !expected) {
      throw Session.illegal(
          String.format(
              Locale.ROOT, "%d frames came, %d were said to be all", framesReceived, count));
    }
    frameEnd = count;
    changed.run();
  }

  void credit(int taken) throws ProtocolException {
    if (failure == null && cancelled == null && !packets.taken(taken)) {
      throw Session.illegal(
          String.format(Locale.ROOT, "credit for %d packets, where %d are", taken, packets.sent()));
    }
    changed.run();
  }

  void confirm() throws ProtocolException {
    if (!packets.endSent()) {
      throw Session.illegal(
          String.format(Locale.ROOT, "lease %d has no result to confirm", terms.lease()));
    }
    confirmed = true;
    forget();
    job.remove(this);
    changed.run();
  }

  void detach() {
    parts.clear();
  }

  /// What the worker has, or null when that does not fit to what the client has.
  Message.@Nullable Resumed resumed(Message.Held held) {
    boolean fits = cancelled == null && (failure != null || packets.fits(held.packets(), false));
    return held.lease().equals(terms) && fits
        ? new Message.Resumed(terms.lease(), framesReceived, frameEnd != UNKNOWN)
        : null;
  }

  /// Goes on after the packets that the client has.
  void resume(int packetsHeld) {
    say(new Message.Credit(terms.lease(), framesTaken));
    if (failure != null) {
      say(failure);
    } else {
      packets.resume(packetsHeld, false);
    }
  }

  /// The next piece of a packet to send, or the result, or null.
  @Nullable Message bulk() {
    return packets.next();
  }

  private void forget() {
    parts.clear();
    frames.forEach(frame -> give(frame.data()));
    frames.clear();
    packets.clear();
  }

  private void release(long size) {
    untakenBytes -= size;
    job.release(size);
  }

  private void give(@Nullable MemorySegment frame) {
    if (frame != null) {
      job.pool().give(frame);
    }
  }

  private void say(Message message) {
    job.say(message);
  }
}
