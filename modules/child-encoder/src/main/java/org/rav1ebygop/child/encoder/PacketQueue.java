package org.rav1ebygop.child.encoder;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;

/// Hands packets from the thread that reads them to the one that takes them, until all are handed
/// over or something fails. What happens first, completion or failure, stays.
public final class PacketQueue {
  /// Packets that wait at the most; more of them stay in the pipe, and so hold up the encoder.
  static final int CAPACITY = 16;

  @GuardedBy("this")
  private final Queue<Packet> packets = new ArrayDeque<>();

  @GuardedBy("this")
  private boolean complete;

  @GuardedBy("this")
  private @Nullable GopException failure;

  /// Nothing yet.
  public PacketQueue() {}

  /// Adds a packet, waiting for room.
  ///
  /// @return false when that is of no use any more
  public synchronized boolean put(Packet packet) throws InterruptedException {
    while (failure == null && packets.size() == CAPACITY) {
      wait();
    }
    if (failure != null) {
      return false;
    }
    packets.add(packet);
    notifyAll();
    return true;
  }

  /// All packets were added.
  public synchronized void complete() {
    complete = failure == null;
    notifyAll();
  }

  /// Whether there was neither completion nor failure yet.
  synchronized boolean undecided() {
    return failure == null && !complete;
  }

  /// Nothing more will come, and nothing more is handed out.
  public synchronized void fail(GopException reason) {
    if (undecided()) {
      failure = reason;
      packets.clear();
      notifyAll();
    }
  }

  /// Takes the next packet, waiting for it.
  ///
  /// @return null when all were taken
  /// @throws GopException the failure
  public synchronized @Nullable Packet take() throws InterruptedException {
    while (failure == null && !complete && packets.isEmpty()) {
      wait();
    }
    check();
    Packet next = packets.poll();
    notifyAll();
    return next;
  }

  /// Returns when nothing has failed so far.
  ///
  /// @throws GopException the failure
  public synchronized void check() {
    if (failure != null) {
      // A new one each time: several threads throw it, each with its own stack trace.
      throw new GopException(failure.kind(), failure.getMessage(), failure);
    }
  }
}
