package org.rav1ebygop.plugin.transport.nats;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.SourceFingerprint;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.testkit.RecordedEncoder;

/// A film made by formula, no two frames of which are the same, in GOPs of one, two and three
/// frames by turns.
///
/// @param seed films of other seeds have no frame in common
record TinyGops(int gops, int seed) implements SeekableSource {
  private static final int TURN = 3;
  private static final int TURN_FRAMES = 1 + 2 + 3;

  /// Where a GOP begins; that of `gops` is where the film ends.
  static long firstFrame(int gop) {
    long rest = gop % TURN;
    return (long) gop / TURN * TURN_FRAMES + rest * (rest + 1) / 2;
  }

  List<Long> keyframes() {
    return LongStream.range(0, gops).map(gop -> firstFrame((int) gop)).boxed().toList();
  }

  @Override
  public VideoFormat format() {
    return RecordedEncoder.FORMAT;
  }

  @Override
  public long frameCount() {
    return firstFrame(gops);
  }

  @Override
  public Frame frame(long index) {
    if (index < 0 || index >= frameCount()) {
      throw new IndexOutOfBoundsException("frame " + index + " of " + frameCount());
    }
    byte[] samples = new byte[Math.toIntExact(format().layout().frameBytes())];
    MemorySegment data = MemorySegment.ofArray(samples);
    data.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, index);
    data.set(ValueLayout.JAVA_INT_UNALIGNED, Long.BYTES, seed);
    for (int i = Long.BYTES + Integer.BYTES; i < samples.length; i++) {
      samples[i] = (byte) (i + 31 * samples[i % Long.BYTES] + seed);
    }
    return new Frame(index, format().layout(), data.asReadOnly());
  }

  @Override
  public SourceFingerprint fingerprint() {
    return new SourceFingerprint(frameCount(), Instant.EPOCH, "tiny GOPs " + seed);
  }

  @Override
  public void close() {}
}
