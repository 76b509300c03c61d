package org.rav1ebygop.protocol.session;

import java.nio.ByteBuffer;

/// How a session hears a message: what it defers is done at once.
final class Hearing {
  private Hearing() {}

  static void of(Session session, ByteBuffer message) {
    Deferred deferred = session.receive(message, 0);
    if (deferred != null) {
      deferred.run();
      session.complete(deferred, 0);
    }
  }
}
