package org.rav1ebygop.engine.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.av1.MalformedBitstreamException;
import org.rav1ebygop.av1.TemporalUnit;
import org.rav1ebygop.av1.TemporalUnitReader;

/// Checks the packets of one GOP as they come: each shows exactly one frame, the first one is a key
/// frame with its sequence header, and every sequence header is the same and that of the film.
public final class GopVerifier {
  private final String name;
  private final SequenceHeaderGuard guard;
  private final TemporalUnitReader reader = new TemporalUnitReader();
  private @Nullable MemorySegment header;
  private long packets;

  /// @param name of the GOP, for messages
  /// @param guard of the film
  public GopVerifier(String name, SequenceHeaderGuard guard) {
    this.name = name;
    this.guard = guard;
  }

  /// Checks the next packet.
  ///
  /// @return what the packet is
  /// @throws GopException of kind ENCODER when it must not become part of the film
  public TemporalUnit check(Packet packet) {
    TemporalUnit unit = parse(packet);
    if (unit.shownFrames() != 1) {
      throw wrong(
          String.format(
              Locale.ROOT, "packet %d shows %d frames, not one", packets, unit.shownFrames()));
    }
    if (packets == 0 && !unit.keyFrame()) {
      throw wrong("the first packet is no key frame");
    }
    MemorySegment found = unit.sequenceHeader();
    if (packets == 0 && found == null) {
      throw wrong("the first packet has no sequence header");
    }
    if (found != null) {
      checkHeader(found);
    }
    packets++;
    return unit;
  }

  /// The GOP is whole and becomes part of the film.
  ///
  /// @throws GopException of kind ENCODER when a GOP with another sequence header has come first
  public void settle() {
    MemorySegment known = header;
    @Nullable String difference = known == null ? "it is empty" : guard.settle(known);
    if (difference != null) {
      throw wrong(difference);
    }
  }

  /// Packets that passed.
  public long packets() {
    return packets;
  }

  private TemporalUnit parse(Packet packet) {
    try {
      return reader.read(packet.data());
    } catch (MalformedBitstreamException e) {
      throw wrong(
          String.format(
              Locale.ROOT, "packet %d is no AV1 temporal unit: %s", packets, e.getMessage()));
    }
  }

  private void checkHeader(MemorySegment found) {
    @Nullable String difference = guard.check(found);
    if (header == null) {
      header = MemorySegment.ofArray(found.toArray(ValueLayout.JAVA_BYTE));
    } else if (header.mismatch(found) >= 0) {
      difference = "its sequence header differs from that of the packets before it";
    }
    if (difference != null) {
      throw wrong(String.format(Locale.ROOT, "packet %d: %s", packets, difference));
    }
  }

  private GopException wrong(String what) {
    return GopException.encoder(name + ": " + what, null);
  }
}
