package org.rav1ebygop.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.rav1ebygop.protocol.message.Wire;

/// A connection that carries whole messages of bytes, in order and each once, until it breaks: a
/// WebSocket, or two queues. Used by several threads.
public interface Carrier {
  /// The longest message, in bytes.
  int MAX_MESSAGE = Wire.MAX_MESSAGE;

  /// Begins to receive. Called once, before the first [#send].
  void start(Receiver receiver);

  /// Sends a message of up to [#MAX_MESSAGE] bytes. Waits while the other side, or the network, is
  /// behind; the bytes have been read when this returns. Called by one thread at a time.
  ///
  /// @throws IOException when the connection is closed or breaks, also while this waits
  void send(ByteBuffer message) throws IOException, InterruptedException;

  /// Closes the connection: what was sent before is still delivered if that is possible at once.
  /// Does not wait. May be called several times, by any thread.
  void close(String reason);

  /// Who is at the other end, for messages and for slowing down those who guess passwords: an
  /// address without a port.
  String peer();

  /// What peers have in common who choose the name of [#peer] themselves: one of them who guesses
  /// passwords could take another name each time. Empty when it is an address.
  default String crowd() {
    return "";
  }

  /// What both ends know of the channel and an intruder between them cannot have: the SHA-256
  /// digest of the worker's TLS certificate (RFC 5929, `tls-server-end-point`). Empty when the
  /// channel has nothing of that kind.
  byte[] channelBinding();

  /// Is told what comes. There is one call at a time; as long as it lasts, nothing more is
  /// received. One that throws ends the connection.
  interface Receiver {
    /// A message came. Its bytes may be read until this returns.
    void received(ByteBuffer message);

    /// The longest message that makes sense now; a longer one is refused by [#received] too, but
    /// need not be collected.
    int limit();

    /// The connection is gone. The last call.
    ///
    /// @param reason one line
    void closed(String reason);
  }
}
