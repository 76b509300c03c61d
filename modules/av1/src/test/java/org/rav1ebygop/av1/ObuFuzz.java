package org.rav1ebygop.av1;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.rav1ebygop.api.Packet;

/// Reads any bytes as a raw OBU stream: they are read to the end, or refused by
/// [MalformedBitstreamException].
public final class ObuFuzz {
  private static final int MAX_UNIT_BYTES = 1 << 20;

  private ObuFuzz() {}

  /// Called by the fuzzer.
  public static void fuzzerTestOneInput(byte[] data) {
    try (var reader = new ObuStreamReader(Streams.channel(data), MAX_UNIT_BYTES)) {
      var units = new TemporalUnitReader();
      long index = 0;
      for (Packet packet = reader.next(); packet != null; packet = reader.next()) {
        check(packet.index() == index++, "units are numbered in order");
        checkUnit(units.read(packet.data()), packet.data());
      }
    } catch (MalformedBitstreamException e) {
      check(e.offset() >= 0 && e.offset() <= data.length, "the offset is in the data");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static void checkUnit(TemporalUnit unit, MemorySegment data) {
    check((unit.shownFrames() == 0) == (unit.shownType() == null), "a shown frame has a type");
    check(unit.baseQIndex() >= -1 && unit.baseQIndex() <= 255, "an index of 8 bits");
    MemorySegment header = unit.sequenceHeader();
    check(!unit.keyFrame() || header != null, "decoding starts with a sequence header");
    if (header != null) {
      check(header.byteSize() < data.byteSize(), "the sequence header is a part of the unit");
      byte[] copy = header.toArray(ValueLayout.JAVA_BYTE);
      check(!SequenceHeader.parse(MemorySegment.ofArray(copy)).operatingPoints().isEmpty(), "read");
    }
  }

  static void check(boolean holds, String promise) {
    if (!holds) {
      throw new AssertionError("broken: " + promise);
    }
  }
}
