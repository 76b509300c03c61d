package org.rav1ebygop.engine.assemble;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.av1.FrameType;
import org.rav1ebygop.av1.TemporalUnit;
import org.rav1ebygop.engine.job.FrameTypeCount;
import org.rav1ebygop.engine.store.Sha256;

/// What a sequence of packets adds up to.
final class FilmDigest {
  private final MessageDigest digest = Sha256.newDigest();
  private final long[] frames = new long[FrameType.values().length];
  private final long[] bytes = new long[FrameType.values().length];
  private long packets;
  private long total;

  void add(Packet packet, TemporalUnit unit) {
    digest.update(packet.data().asByteBuffer());
    frames[unit.shownType().ordinal()]++;
    bytes[unit.shownType().ordinal()] += packet.size();
    packets++;
    total += packet.size();
  }

  long packets() {
    return packets;
  }

  long bytes() {
    return total;
  }

  List<FrameTypeCount> types() {
    var counts = new ArrayList<FrameTypeCount>();
    for (FrameType type : FrameType.values()) {
      if (frames[type.ordinal()] > 0) {
        String name = type.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        counts.add(new FrameTypeCount(name, frames[type.ordinal()], bytes[type.ordinal()]));
      }
    }
    return counts;
  }

  /// Ends the digest.
  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public String toString() {
    return packets + " packets, " + total + " bytes, " + Arrays.toString(frames);
  }
}
