package org.rav1ebygop.protocol.session;

import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
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

  private final Deque<Bytes> unacked = new ArrayDeque<>();
  private final MessageDigest digest = Digests.sha256();
  private int packetsAcked;
  private int packetsMade;
  private long unackedBytes;
  private long bytes;

  /// [Message.Done] or [Message.Failed].
  private @Nullable Message result;

  private boolean cancelled;

  WorkerLease(WorkerJob job, Message.Lease terms) {
    this.job = job;
    this.terms = terms;
    this.parts = new Parts(job.frameBytes());
  }

  /// What it is about.
  public Message.Lease terms() {
    return terms;
  }

  /// The job it belongs to.
  public WorkerJob job() {
    return job;
  }

  /// The next frame that has come, or null.
  public @Nullable CodedFrame poll() {
    CodedFrame frame = frames.poll();
    framesPolled += frame == null ? 0 : 1;
    return frame;
  }

  /// The encoder has taken a frame that was polled.
  public void frameTaken() {
    framesTaken++;
    job.say(new Message.Credit(terms.lease(), framesTaken));
  }

  /// Whether there are no more frames to poll, and never will be.
  public boolean framesEnded() {
    return framesPolled == frameEnd;
  }

  /// Whether a packet of that size may be given now.
  public boolean mayGive(long size) {
    return unacked.isEmpty() || unackedBytes + size <= job.packetWindow();
  }

  /// Gives the next packet, if the encoder may have made it.
  ///
  /// @return false when there are more packets than frames
  public boolean packet(Bytes packet) {
    if (packetsMade >= framesPolled) {
      return false;
    }
    unacked.add(packet);
    unackedBytes += packet.size();
    bytes += packet.size();
    digest.update(packet.buffer());
    send(packetsMade++, packet);
    return true;
  }

  /// All packets are given. One for each frame, or it failed.
  public void done(EncoderIdentity identity) {
    if (!framesEnded() || packetsMade != framesReceived) {
      failed("the encoder made %d packets of %d frames".formatted(packetsMade, framesReceived), "");
      return;
    }
    end(new Message.Done(terms.lease(), packetsMade, bytes, Bytes.of(digest.digest()), identity));
  }

  /// It came to nothing.
  public void failed(String reason, String log) {
    end(new Message.Failed(terms.lease(), reason, log));
    frames.clear();
    unacked.clear();
    unackedBytes = 0;
  }

  /// Whether its encoder has nothing more to do.
  public boolean over() {
    return cancelled || result != null;
  }

  void cancel() {
    cancelled = true;
    frames.clear();
    unacked.clear();
  }

  void part(Message.Frame frame) throws ProtocolException {
    if (result instanceof Message.Failed) {
      return;
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
    Bytes whole = parts.add(part, framesReceived);
    if (whole != null) {
      framesReceived++;
      frames.add(new CodedFrame(coding, checksum, whole));
    }
  }

  void endOfFrames(int count) throws ProtocolException {
    if (result instanceof Message.Failed) {
      return;
    }
    boolean expected = terms.frameCount() < 0 || terms.frameCount() == count;
    if (frameEnd != UNKNOWN || count != framesReceived || parts.begun() || !expected) {
      throw Session.illegal(
          "%d frames came, %d were said to be all".formatted(framesReceived, count));
    }
    frameEnd = count;
  }

  void credit(int taken) throws ProtocolException {
    if (result instanceof Message.Failed) {
      return;
    }
    if (taken < packetsAcked || taken > packetsMade) {
      throw Session.illegal("credit for %d of %d packets".formatted(taken, packetsMade));
    }
    for (; packetsAcked < taken; packetsAcked++) {
      unackedBytes -= unacked.remove().size();
    }
  }

  void confirm() throws ProtocolException {
    if (!(result instanceof Message.Done)) {
      throw Session.illegal("lease %d has no result to confirm".formatted(terms.lease()));
    }
  }

  void detach() {
    parts.clear();
  }

  /// Goes on with what the client has.
  ///
  /// @return what the worker has, or null when that does not fit
  Message.@Nullable Resumed resume(Message.Held held) {
    boolean failed = result instanceof Message.Failed;
    boolean fits = held.packets() >= packetsAcked && held.packets() <= packetsMade;
    if (!held.lease().equals(terms) || cancelled || (!fits && !failed)) {
      return null;
    }
    return new Message.Resumed(terms.lease(), framesReceived, frameEnd != UNKNOWN);
  }

  /// Says again what the client has not.
  void resend(int packetsHeld) {
    job.say(new Message.Credit(terms.lease(), framesTaken));
    int index = packetsAcked;
    for (Bytes packet : unacked) {
      if (index >= packetsHeld) {
        send(index, packet);
      }
      index++;
    }
    if (result != null) {
      job.say(result);
    }
  }

  private void end(Message message) {
    if (!over()) {
      result = message;
      job.say(message);
    }
  }

  private void send(int index, Bytes packet) {
    for (Message.Part part : Parts.split(terms.lease(), index, packet)) {
      job.say(new Message.Packet(part));
    }
  }
}
