package org.rav1ebygop.protocol.session;

import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import org.rav1ebygop.protocol.message.Bytes;

/// SHA-256 over the packets of a lease. Used by the one thread that gives them, which needs no lock
/// for it.
public final class PacketSum {
  private final MessageDigest digest = Digests.sha256();

  /// Of no packets so far.
  public PacketSum() {}

  /// The next packet.
  public void add(MemorySegment packet) {
    digest.update(packet.asByteBuffer());
  }

  /// Of all packets. The last call.
  Bytes value() {
    return Bytes.of(digest.digest());
  }
}
