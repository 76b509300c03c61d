package org.rav1ebygop.av1;

import java.lang.foreign.MemorySegment;
import java.util.Locale;

/// One OBU of a temporal unit, section 5.3. Offsets are in bytes from the start of the unit.
///
/// @param type what it holds
/// @param temporalLayer 0–7
/// @param spatialLayer 0–3
/// @param extended whether the two are in the stream
/// @param start its first byte
/// @param payload first byte of its payload
/// @param end the byte after its payload
record Obu(
    ObuType type,
    int temporalLayer,
    int spatialLayer,
    boolean extended,
    long start,
    long payload,
    long end) {

  /// Reads the header at `start`. An OBU without a size takes the rest of the unit.
  static Obu read(MemorySegment unit, long start) {
    BitReader in = new BitReader(unit, start, unit.byteSize());
    if (in.flag()) {
      throw new MalformedBitstreamException(start, "not an OBU: the forbidden bit is set");
    }
    ObuType type = ObuType.of(in.bits(4));
    boolean extended = in.flag();
    boolean sized = in.flag();
    in.skip(1); // obu_reserved_1bit, ignored by decoders
    int temporalLayer = extended ? in.bits(3) : 0;
    int spatialLayer = extended ? in.bits(2) : 0;
    in.skip(extended ? 3 : 0);
    long size = sized ? in.leb128() : unit.byteSize() - in.offset();
    long payload = in.offset();
    if (size > unit.byteSize() - payload) {
      throw new MalformedBitstreamException(
          start,
          String.format(
              Locale.ROOT,
              "an OBU of %d bytes where %d are left",
              size,
              unit.byteSize() - payload));
    }
    return new Obu(type, temporalLayer, spatialLayer, extended, start, payload, payload + size);
  }

  /// Bytes of the payload.
  long size() {
    return end - payload;
  }

  /// A reader of the payload.
  BitReader reader(MemorySegment unit) {
    return new BitReader(unit, payload, end);
  }

  /// An exception about this OBU.
  MalformedBitstreamException malformed(String message) {
    return new MalformedBitstreamException(start, message);
  }
}
