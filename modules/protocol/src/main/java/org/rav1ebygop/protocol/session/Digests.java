package org.rav1ebygop.protocol.session;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Digests that every Java runtime has.
final class Digests {
  private Digests() {}

  /// One that goes on from where another is.
  static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError("every Java runtime can copy a SHA-256 digest", e);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java runtime has SHA-256", e);
    }
  }
}
