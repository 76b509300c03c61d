package org.rav1ebygop.engine.assemble;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.av1.FrameType;
import org.rav1ebygop.av1.TemporalUnit;
import org.rav1ebygop.engine.job.FrameTypeCount;
import org.rav1ebygop.engine.store.Sha256;

/// What a sequence of verified packets adds up to.
final class FilmDigest {
  private record Tally(long frames, long bytes, long quantizers) {
    Tally plus(Tally other) {
      return new Tally(frames + other.frames, bytes + other.bytes, quantizers + other.quantizers);
    }
  }

  private final MessageDigest digest = Sha256.newDigest();
  private final Map<FrameType, Tally> tallies = new EnumMap<>(FrameType.class);

  void add(Packet packet, TemporalUnit unit) {
    digest.update(packet.data().asByteBuffer());
    FrameType type = Objects.requireNonNull(unit.shownType(), "a verified packet shows a frame");
    tallies.merge(type, new Tally(1, packet.size(), unit.baseQIndex()), Tally::plus);
  }

  long packets() {
    return tallies.values().stream().mapToLong(Tally::frames).sum();
  }

  long bytes() {
    return tallies.values().stream().mapToLong(Tally::bytes).sum();
  }

  List<FrameTypeCount> types() {
    var counts = new ArrayList<FrameTypeCount>();
    tallies.forEach((type, tally) ->
        counts.add(
            new FrameTypeCount(
                type.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                tally.frames,
                tally.bytes,
                (double) tally.quantizers / tally.frames)));
    return counts;
  }

  /// Ends the digest of all bytes.
  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public String toString() {
    return packets() + " packets of " + bytes() + " bytes";
  }
}
