package org.rav1ebygop.protocol.session;

import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.ProtocolException;

/// A lease as the client sees it. Keeps each frame until the encoder has taken it, so that it can
/// be sent again over another connection.
public final class ClientLease {
  private final ClientSession session;

  /// Its number counts once it is announced.
  private Message.Lease terms;

  private final Runnable changed;
  private final Outflow<CodedFrame> frames;
  private boolean cancelled;
  private boolean announced;
  private boolean attached;

  private final Parts parts;
  private final Deque<MemorySegment> packets = new ArrayDeque<>();
  private final Deque<Long> untaken = new ArrayDeque<>();
  private MessageDigest digest = Digests.sha256();
  private int packetsReceived;
  private int packetsTaken;
  private long untakenBytes;
  private long bytes;

  private Message.@Nullable Done done;
  private LeaseEnd.@Nullable BySlot end;

  ClientLease(ClientSession session, Message.Lease terms, long maxPacket, Runnable changed) {
    this.session = session;
    this.terms = terms;
    this.changed = changed;
    this.frames =
        new Outflow<>(
            terms.lease(),
            CodedFrame::data,
            (part, frame) -> new Message.Frame(part, frame.coding(), frame.checksum()),
            frame -> session.pool().give(frame.data()));
    this.parts = new Parts(maxPacket, session.partial());
  }

  /// Whether the next frame may be given now.
  public boolean wantsFrame() {
    return !over() && !cancelled && !frames.ended() && frames.untaken() < session.frameWindow();
  }

  /// Gives the next frame, whose memory goes back to the pool in time.
  public void frame(CodedFrame frame) {
    frames.add(frame);
  }

  /// All frames are given.
  public void endOfFrames() {
    frames.end((lease, given) -> new Message.EndOfFrames(lease, given));
  }

  /// The next packet that has come, or null.
  public @Nullable MemorySegment poll() {
    return packets.poll();
  }

  /// A packet that was polled is no longer needed.
  public void packetTaken() {
    packetsTaken++;
    untakenBytes -= untaken.remove();
    say(new Message.Credit(terms.lease(), packetsTaken));
  }

  /// The result, checked against what has come, or null.
  public Message.@Nullable Done done() {
    return done;
  }

  /// Why there will be no result, or null.
  public LeaseEnd.@Nullable BySlot end() {
    return end;
  }

  /// Whether nothing more will come: there is a result, or there will be none.
  public boolean over() {
    return done != null || end != null;
  }

  /// The result is durable.
  public void confirm() {
    say(new Message.Confirm(terms.lease()));
    leave();
  }

  /// No result is wanted any more, or this one is not good.
  ///
  /// @return whether the worker will say what its encoder wrote, unless the connection breaks; then
  ///   [#over] becomes true, and [#leave] is to be called
  public boolean cancel(String reason) {
    say(new Message.Cancel(terms.lease(), reason));
    if (over() || !attached) {
      leave();
      return false;
    }
    cancelled = true;
    frames.clear();
    return true;
  }

  /// There will be no result.
  public void end(LeaseEnd.BySlot why) {
    if (!over()) {
      end = why;
      frames.clear();
      changed.run();
    }
  }

  Message.Lease terms() {
    return terms;
  }

  /// Tells the worker of it.
  ///
  /// @param number greater than any before
  void announce(int number) {
    terms =
        new Message.Lease(
            number, terms.gop(), terms.attempt(), terms.firstFrame(), terms.frameCount());
    frames.begin(number);
    announced = true;
    attached = true;
    say(terms);
    changed.run();
  }

  /// The worker has no place for it: it waits to be announced again.
  void declined() throws ProtocolException {
    if (end != null) {
      return;
    }
    if (cancelled) {
      end(new LeaseEnd.GivenBack("cancelled"));
      return;
    }
    if (done != null || parts.begun() || !isUntouched()) {
      throw Session.illegal("a lease that was begun cannot be declined");
    }
    withdraw();
    detach();
  }

  /// The worker knows nothing of it: it waits to be announced again.
  void withdraw() {
    announced = false;
  }

  /// Whether the worker has shown no sign of it, so that it can begin again under another number.
  boolean isUntouched() {
    return packetsReceived == 0 && frames.isUntaken();
  }

  /// Whether a packet has come in part.
  public boolean isInPart() {
    return parts.begun();
  }

  /// Whether the worker was told of it.
  public boolean announced() {
    return announced;
  }

  /// Whether the worker knows of it now.
  public boolean attached() {
    return attached;
  }

  /// Whether it is to go on over the next connection.
  boolean lasts() {
    return announced && !cancelled && !over();
  }

  Message.Held held() {
    return new Message.Held(terms, packetsReceived);
  }

  void detach() {
    attached = false;
    parts.clear();
    changed.run();
  }

  void resume(Message.Resumed resumed) throws ProtocolException {
    if (!frames.fits(resumed.frames(), resumed.ended())) {
      throw Session.illegal(
          String.format(Locale.ROOT, "lease %d was not as the worker says", terms.lease()));
    }
    frames.resume(resumed.frames(), resumed.ended());
    attached = true;
    say(new Message.Credit(terms.lease(), packetsTaken));
    changed.run();
  }

  /// The next piece of a frame to send, or null.
  @Nullable Message bulk() {
    return attached && !over() && !cancelled ? frames.next() : null;
  }

  /// Keeps the frame of the last piece until the action is run.
  Runnable lend() {
    CodedFrame frame = frames.last();
    if (frame == null) {
      return () -> {};
    }
    FramePool pool = session.pool();
    pool.share(frame.data());
    return () -> pool.give(frame.data());
  }

  void credit(int taken) throws ProtocolException {
    if (!over() && !cancelled && !frames.taken(taken)) {
      throw Session.illegal(
          String.format(Locale.ROOT, "credit for %d frames, more or fewer than there are", taken));
    }
    changed.run();
  }

  @Nullable Deferred part(Message.Part part) throws ProtocolException {
    if (end != null || cancelled) {
      return null;
    }
    boolean tooMuch = untakenBytes > 0 && untakenBytes + part.total() > session.packetWindow();
    if (done != null || tooMuch || part.index() >= frames.sent()) {
      throw new ProtocolException(EndReason.LIMIT, "more packets than were asked for");
    }
    return new Arrival(parts.begin(part, packetsReceived), Digests.copy(digest));
  }

  private void arrived(MemorySegment packet, MessageDigest sum) {
    if (over() || cancelled) {
      return;
    }
    packetsReceived++;
    digest = sum;
    bytes += packet.byteSize();
    untakenBytes += packet.byteSize();
    untaken.add(packet.byteSize());
    packets.add(packet.asReadOnly());
    changed.run();
  }

  void done(Message.Done result) throws ProtocolException {
    if (end != null) {
      return;
    }
    if (cancelled) {
      end(new LeaseEnd.GivenBack("cancelled"));
      return;
    }
    if (done != null || !frames.endSent() || parts.begun()) {
      throw Session.illegal("a result before the GOP had ended");
    }
    boolean whole =
        result.frames() == packetsReceived
            && result.frames() == frames.sent()
            && result.bytes() == bytes
            && result.sha256().equals(Bytes.of(digest.digest()));
    if (whole) {
      done = result;
      frames.clear();
      changed.run();
    } else {
      String reason =
          String.format(
              Locale.ROOT,
              "%d frames went out, %d packets came back, and they are not the result it speaks of",
              frames.sent(),
              packetsReceived);
      end(new LeaseEnd.EncoderFailed(GopException.encoder(reason, null), ""));
    }
  }

  /// Nothing more is wanted of it.
  public void leave() {
    attached = false;
    frames.clear();
    session.left(this);
  }

  /// A piece of a packet. The digest counts only if the packet does.
  private final class Arrival extends Deferred {
    private final Parts.Piece piece;
    private final MessageDigest sum;

    Arrival(Parts.Piece piece, MessageDigest sum) {
      this.piece = piece;
      this.sum = sum;
    }

    @Override
    public void run() {
      piece.copy();
      MemorySegment packet = piece.whole();
      if (packet != null && piece.isLast()) {
        sum.update(packet.asByteBuffer());
      }
    }

    @Override
    void commit() throws ProtocolException {
      MemorySegment packet = piece.whole();
      boolean wanted = parts.take(piece);
      Throwable failure = piece.failure();
      if (failure instanceof PartialPackets.TooMuch) {
        throw new ProtocolException(EndReason.LIMIT, String.valueOf(failure.getMessage()));
      }
      if (wanted && failure != null) {
        end(
            LeaseEnd.failed(
                GopException.environment("a packet cannot be kept: " + failure, failure), ""));
      } else if (wanted && packet != null && piece.isLast()) {
        session.partial().give(packet);
        arrived(packet, sum);
      }
    }
  }

  private void say(Message message) {
    if (attached && session.isOpen()) {
      session.send(message);
    }
  }
}
