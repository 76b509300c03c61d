package org.rav1ebygop.protocol;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.zip.CRC32C;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.session.CodedFrame;

/// Frames to what travels and back.
final class FrameCoder {
  private static final int RAW = 0;

  private FrameCoder() {}

  /// @param agreed the codings of the job; the first one is used
  /// @param compress whether a shorter frame is worth the work
  static CodedFrame encode(Frame frame, List<FrameCoding> agreed, boolean compress) {
    int checksum = checksum(frame.data());
    if (compress && !agreed.isEmpty()) {
      byte[] coded = agreed.getFirst().encode(frame.layout(), frame.data());
      if (coded != null && coded.length < frame.data().byteSize()) {
        return new CodedFrame(RAW + 1, checksum, Bytes.of(coded));
      }
    }
    return new CodedFrame(RAW, checksum, Bytes.of(frame.data().toArray(ValueLayout.JAVA_BYTE)));
  }

  /// @param index in the source
  /// @throws GopException of kind ENCODER when it is not the frame that was sent
  static Frame decode(CodedFrame coded, long index, FrameLayout layout, List<FrameCoding> agreed) {
    byte[] raw;
    if (coded.coding() == RAW) {
      raw = coded.data().array();
    } else {
      raw = new byte[Math.toIntExact(layout.frameBytes())];
      agreed
          .get(coded.coding() - 1)
          .decode(layout, coded.data().array(), MemorySegment.ofArray(raw));
    }
    MemorySegment data = MemorySegment.ofArray(raw).asReadOnly();
    if (checksum(data) != coded.checksum()) {
      throw GopException.encoder(
          "frame %d was damaged on its way: its checksum differs".formatted(index), null);
    }
    return new Frame(index, layout, data);
  }

  /// Those of the named codings that there are, in the order of the names.
  static List<FrameCoding> named(List<String> names, List<FrameCoding> known) {
    return names.stream()
        .flatMap(name -> known.stream().filter(coding -> coding.name().equals(name)).limit(1))
        .toList();
  }

  private static int checksum(MemorySegment data) {
    var crc = new CRC32C();
    crc.update(data.asByteBuffer());
    return (int) crc.getValue();
  }
}
