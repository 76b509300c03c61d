package org.rav1ebygop.protocol.session;

import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.ProtocolException;

/// A lease as the client sees it. Keeps each frame until the encoder has taken it, so that it can
/// be sent again over another connection.
public final class ClientLease {
  private final ClientSession session;
  private final Message.Lease terms;
  private final Deque<CodedFrame> frames = new ArrayDeque<>();
  private int framesTaken;
  private int framesGiven;
  private boolean ended;

  private final Parts parts;
  private final Deque<Bytes> packets = new ArrayDeque<>();
  private final MessageDigest digest = Digests.sha256();
  private int packetsReceived;
  private int packetsTaken;
  private long untakenBytes;
  private final Deque<Integer> untaken = new ArrayDeque<>();
  private long bytes;

  private boolean announced;
  private boolean attached;
  private Message.@Nullable Done done;
  private Message.@Nullable Failed failed;

  ClientLease(ClientSession session, Message.Lease terms, long maxPacket) {
    this.session = session;
    this.terms = terms;
    this.parts = new Parts(maxPacket);
  }

  /// Whether the next frame may be given now.
  public boolean wantsFrame() {
    return !ended && !over() && framesGiven - framesTaken < session.frameWindow();
  }

  /// Gives the next frame.
  public void frame(CodedFrame frame) {
    frames.add(frame);
    send(framesGiven++, frame);
  }

  /// All frames are given.
  public void endOfFrames() {
    ended = true;
    say(new Message.EndOfFrames(terms.lease(), framesGiven));
  }

  /// The next packet that has come, or null.
  public @Nullable Bytes poll() {
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
  public Message.@Nullable Failed failure() {
    return failed;
  }

  /// Whether nothing more will come: there is a result or a failure.
  public boolean over() {
    return done != null || failed != null;
  }

  /// The result is durable.
  public void confirm() {
    say(new Message.Confirm(terms.lease()));
    leave();
  }

  /// No result is wanted any more, or this one is not good.
  public void cancel(String reason) {
    say(new Message.Cancel(terms.lease(), reason));
    leave();
  }

  Message.Lease terms() {
    return terms;
  }

  void announce() {
    announced = true;
    attached = true;
    say(terms);
    resend(0);
    if (ended) {
      say(new Message.EndOfFrames(terms.lease(), framesGiven));
    }
  }

  boolean announced() {
    return announced;
  }

  boolean attached() {
    return attached;
  }

  Message.Held held() {
    return new Message.Held(terms, packetsReceived);
  }

  void detach() {
    attached = false;
    parts.clear();
  }

  void resume(Message.Resumed resumed) throws ProtocolException {
    int has = resumed.frames();
    if (has < framesTaken
        || has > framesGiven
        || (resumed.ended() && (!ended || has < framesGiven))) {
      throw Session.illegal("lease %d was not as the worker says".formatted(terms.lease()));
    }
    attached = true;
    say(new Message.Credit(terms.lease(), packetsTaken));
    resend(has);
    if (ended && !resumed.ended()) {
      say(new Message.EndOfFrames(terms.lease(), framesGiven));
    }
  }

  void credit(int taken) throws ProtocolException {
    if (taken < framesTaken || taken > framesGiven) {
      throw Session.illegal("credit for %d of %d frames".formatted(taken, framesGiven));
    }
    for (; framesTaken < taken; framesTaken++) {
      frames.remove();
    }
  }

  void part(Message.Part part) throws ProtocolException {
    requireOpen();
    boolean tooMuch = untakenBytes > 0 && untakenBytes + part.total() > session.packetWindow();
    if (tooMuch || part.index() >= framesGiven) {
      throw new ProtocolException(EndReason.LIMIT, "more packets than were asked for");
    }
    Bytes packet = parts.add(part, packetsReceived);
    if (packet != null) {
      packetsReceived++;
      digest.update(packet.buffer());
      bytes += packet.size();
      untakenBytes += packet.size();
      untaken.add(packet.size());
      packets.add(packet);
    }
  }

  void done(Message.Done result) throws ProtocolException {
    requireOpen();
    if (!ended || parts.begun()) {
      throw Session.illegal("a result before the GOP had ended");
    }
    boolean whole =
        result.frames() == packetsReceived
            && result.frames() == framesGiven
            && result.bytes() == bytes
            && result.sha256().equals(Bytes.of(digest.digest()));
    if (whole) {
      done = result;
    } else {
      fail(
          "%d frames went out, %d packets came back, and they are not the result it speaks of"
              .formatted(framesGiven, packetsReceived),
          "");
    }
  }

  /// There will be no result.
  ///
  /// @param log what the encoder wrote last, may be empty
  public void fail(String reason, String log) {
    if (!over()) {
      failed = new Message.Failed(terms.lease(), reason, log);
      frames.clear();
    }
  }

  private void requireOpen() throws ProtocolException {
    if (over()) {
      throw Session.illegal("lease %d is over".formatted(terms.lease()));
    }
  }

  private void leave() {
    attached = false;
    session.left(terms.lease());
  }

  private void resend(int from) {
    int index = framesTaken;
    for (CodedFrame frame : frames) {
      if (index >= from) {
        send(index, frame);
      }
      index++;
    }
  }

  private void send(int index, CodedFrame frame) {
    if (attached) {
      for (Message.Part part : Parts.split(terms.lease(), index, frame.data())) {
        say(new Message.Frame(part, frame.coding(), frame.checksum()));
      }
    }
  }

  private void say(Message message) {
    if (attached && session.isOpen()) {
      session.send(message);
    }
  }
}
