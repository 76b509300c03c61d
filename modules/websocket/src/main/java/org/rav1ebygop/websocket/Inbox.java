package org.rav1ebygop.websocket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import org.rav1ebygop.protocol.Carrier;

/// Puts messages together from their parts, and tells the receiver one thing at a time.
final class Inbox {
  private final Carrier.Receiver receiver;

  @GuardedBy("this")
  private byte[] parts = {};

  @GuardedBy("this")
  private int length;

  @GuardedBy("this")
  private boolean closed;

  Inbox(Carrier.Receiver receiver) {
    this.receiver = receiver;
  }

  /// The next part of a message. Memory is taken for what has come, never for what is announced.
  ///
  /// @return false when the message is longer than the receiver wants it
  synchronized boolean add(ByteBuffer part, boolean last) {
    if (closed) {
      return true;
    }
    int limit = Math.min(receiver.limit(), Carrier.MAX_MESSAGE);
    if (part.remaining() > limit - length) {
      return false;
    }
    if (last && length == 0) {
      receiver.received(part.asReadOnlyBuffer());
      return true;
    }
    append(part, limit);
    if (last) {
      ByteBuffer message = ByteBuffer.wrap(parts, 0, length).asReadOnlyBuffer();
      length = 0;
      receiver.received(message);
    }
    return true;
  }

  /// Nothing more comes.
  synchronized void close(String reason) {
    if (!closed) {
      closed = true;
      parts = new byte[0];
      receiver.closed(reason);
    }
  }

  @GuardedBy("this")
  private void append(ByteBuffer part, int limit) {
    int needed = length + part.remaining();
    if (needed > parts.length) {
      byte[] larger = new byte[Math.min(limit, Math.max(needed, 2 * parts.length))];
      System.arraycopy(parts, 0, larger, 0, length);
      parts = larger;
    }
    part.get(parts, length, part.remaining());
    length = needed;
  }
}
