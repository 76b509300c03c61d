package org.rav1ebygop.protocol;

import java.nio.ByteBuffer;
import org.rav1ebygop.protocol.session.FuzzedSessions;

/// Hostile bytes on both sides, before and after the proof of the password: each message is
/// understood or ends the connection, and nothing is done for a client without the password.
public final class ProtocolFuzz {
  private ProtocolFuzz() {}

  /// Called by the fuzzer. The first byte says which side hears what follows and how far the
  /// conversation has come; each message is preceded by its length in two bytes.
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    ByteBuffer in = ByteBuffer.wrap(data);
    var sessions = new FuzzedSessions(in.get());
    while (in.remaining() > 2) {
      int length = Math.min(in.getShort() & 0xffff, in.remaining());
      sessions.receive(in.slice(in.position(), length));
      in.position(in.position() + length);
    }
    sessions.end();
  }
}
