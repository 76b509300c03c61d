package org.rav1ebygop.protocol;

import java.security.SecureRandom;
import org.rav1ebygop.protocol.message.Bytes;

/// Bytes that nobody can guess.
final class Randoms {
  private Randoms() {}

  static Bytes bytes(SecureRandom random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }
}
