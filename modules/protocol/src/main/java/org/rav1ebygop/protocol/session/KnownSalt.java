package org.rav1ebygop.protocol.session;

import org.jspecify.annotations.Nullable;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.ProtocolException;

/// The salt of a worker, once it has proven the password. Whoever answers in its place with another
/// salt is told nothing: not even a proof, by which passwords could be tried. Used by any thread.
public final class KnownSalt {
  private volatile @Nullable Bytes salt;

  /// Of a worker that is not known yet.
  public KnownSalt() {}

  void check(Bytes said) throws ProtocolException {
    Bytes known = salt;
    if (known != null && !known.equals(said)) {
      throw new ProtocolException(
          EndReason.REFUSED,
          "it has another salt than before: somebody else may answer in its place; if it was moved, start again");
    }
  }

  void learn(Bytes proven) {
    salt = proven;
  }
}
