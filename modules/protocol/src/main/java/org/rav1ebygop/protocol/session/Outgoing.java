package org.rav1ebygop.protocol.session;

import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.MessageCodec;

/// A message to send next. Its data stay as they are until [#encode], which needs no lock and is to
/// be called once.
///
/// @param release gives back what the message holds
public record Outgoing(Message message, Runnable release) {
  /// Its bytes.
  public byte[] encode() {
    try {
      return MessageCodec.encode(message);
    } finally {
      release.run();
    }
  }
}
