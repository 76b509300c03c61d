package org.rav1ebygop.protocol.session;

import org.rav1ebygop.protocol.message.ProtocolException;

/// The part of a message that takes long: copying a piece of a frame or packet, or making a key. It
/// is done by who received the message, before the next one is received and without the lock that
/// guards the session; then [Session#complete] takes the result.
public abstract class Deferred {
  Deferred() {}

  /// Does it. Throws nothing: what goes wrong is part of the result.
  public abstract void run();

  /// Takes the result, or drops it if the session has gone on without it.
  abstract void commit() throws ProtocolException;
}
