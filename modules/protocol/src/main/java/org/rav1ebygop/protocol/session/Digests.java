package org.rav1ebygop.protocol.session;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Digests that every Java runtime has.
final class Digests {
  private Digests() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java runtime has SHA-256", e);
    }
  }
}
