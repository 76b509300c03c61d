package org.rav1ebygop.protocol;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.frame.codec.CorruptFrameException;
import org.rav1ebygop.frame.codec.FrameCodec;
import org.rav1ebygop.protocol.session.CodedFrame;
import org.rav1ebygop.protocol.session.FramePool;

/// Frames of one lease to what travels, or back. Used by one thread, which also closes it.
final class FrameCoder implements AutoCloseable {
  /// The frame codings there are; another format of the bytes will have another name.
  static final List<String> CODINGS = List.of("prediction-1");

  private static final int RAW = 0;
  private static final int PREDICTED = 1;

  private final FrameLayout layout;
  private final FrameCodec codec;
  private final FramePool pool;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment work;

  FrameCoder(FrameLayout layout, FramePool pool) {
    this.layout = layout;
    this.codec = new FrameCodec(layout);
    this.pool = pool;
    this.work = arena.allocate(Math.max(codec.workBytes(), layout.frameBytes()), Long.BYTES);
  }

  /// @param agreed the codings of the job
  /// @param meter is asked, and told
  CodedFrame encode(Frame frame, List<String> agreed, LinkMeter meter) {
    MemorySegment raw = frame.data();
    int checksum = checksum(raw);
    meter.asked(raw.byteSize(), System.nanoTime());
    if (!agreed.isEmpty() && meter.worthCoding()) {
      long begin = System.nanoTime();
      long size = codec.compress(raw, work);
      meter.coded(raw.byteSize(), size, System.nanoTime() - begin);
      if (size < raw.byteSize()) {
        return new CodedFrame(PREDICTED, checksum, kept(work.asSlice(0, size)));
      }
    }
    return new CodedFrame(RAW, checksum, kept(raw));
  }

  /// @param index in the source
  /// @return a frame that may be read until the next call, or until `coded` is given back
  /// @throws GopException of kind ENCODER when it is not the frame that was sent
  Frame decode(CodedFrame coded, long index) {
    MemorySegment raw = coded.data();
    if (coded.coding() == PREDICTED) {
      raw = work.asSlice(0, layout.frameBytes());
      try {
        codec.decompress(coded.data(), raw);
      } catch (CorruptFrameException e) {
        throw GopException.encoder(
            String.format(
                Locale.ROOT, "frame %d was damaged on its way: %s", index, e.getMessage()),
            e);
      }
    }
    if (checksum(raw) != coded.checksum()) {
      throw GopException.encoder(
          String.format(
              Locale.ROOT, "frame %d was damaged on its way: its checksum differs", index),
          null);
    }
    return new Frame(index, layout, raw.asReadOnly());
  }

  @Override
  public void close() {
    arena.close();
  }

  private MemorySegment kept(MemorySegment bytes) {
    return pool.take(bytes.byteSize()).copyFrom(bytes);
  }

  private static int checksum(MemorySegment data) {
    var crc = new CRC32C();
    crc.update(data.asByteBuffer());
    return (int) crc.getValue();
  }
}
