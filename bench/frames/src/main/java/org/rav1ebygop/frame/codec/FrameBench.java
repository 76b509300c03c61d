package org.rav1ebygop.frame.codec;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.airlift.compress.v3.Compressor;
import io.airlift.compress.v3.Decompressor;
import io.airlift.compress.v3.lz4.Lz4JavaCompressor;
import io.airlift.compress.v3.lz4.Lz4JavaDecompressor;
import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import io.airlift.compress.v3.zstd.ZstdJavaDecompressor;
import io.airlift.compress.v3.zstd.ZstdNativeCompressor;
import io.airlift.compress.v3.zstd.ZstdNativeDecompressor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.y4m.Y4mException;
import org.rav1ebygop.y4m.Y4mHeader;

/// Compresses frames of a y4m file in several ways: ratio, and speed as the best of some rounds, in
/// bytes of raw video. Each way must give the frame back.
final class FrameBench {
  private static final int FRAMES = 12;
  private static final int ROUNDS = 6;
  private static final int FRAME_LINE = 6;

  private final FrameLayout layout;
  private final List<MemorySegment> frames;
  private final MemorySegment packed;
  private final MemorySegment filtered;
  private final MemorySegment back;

  /// One way to compress.
  private record Way(String name, Packer packer, Unpacker unpacker) {}

  private interface Packer {
    long pack(MemorySegment frame, MemorySegment target);
  }

  private interface Unpacker {
    void unpack(MemorySegment packed, MemorySegment target) throws CorruptFrameException;
  }

  private FrameBench(FrameLayout layout, List<MemorySegment> frames) {
    this.layout = layout;
    this.frames = frames;
    this.packed = Arena.global().allocate(2 * layout.frameBytes() + (1 << 20));
    this.filtered = Arena.global().allocate(layout.frameBytes());
    this.back = Arena.global().allocate(layout.frameBytes());
  }

  public static void main(String[] args) throws IOException, Y4mException, CorruptFrameException {
    try (FileChannel file = FileChannel.open(Path.of(args[0]))) {
      var film = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size(), Arena.global());
      long header = 0;
      while (film.get(JAVA_BYTE, header) != '\n') {
        header++;
      }
      var layout = Y4mHeader.parse(film.asSlice(0, header).toArray(JAVA_BYTE)).layout();
      var bench = new FrameBench(layout, frames(film, header + 1, layout.frameBytes()));
      System.out.printf(Locale.ROOT, "%s, %d frames of %s%n", args[0], bench.frames.size(), layout);
      System.out.printf("%-24s %6s %15s %15s%n", "", "ratio", "compress GB/s", "restore GB/s");
      for (Way way : bench.ways()) {
        bench.measure(way);
      }
    }
  }

  /// Frames spread over the film.
  private static List<MemorySegment> frames(MemorySegment film, long start, long frameBytes) {
    long count = (film.byteSize() - start) / (FRAME_LINE + frameBytes);
    var frames = new ArrayList<MemorySegment>();
    for (long i = 0; i < Math.min(FRAMES, count); i++) {
      long index = (2 * i + 1) * count / (2 * Math.min(FRAMES, count));
      long at = start + index * (FRAME_LINE + frameBytes) + FRAME_LINE;
      frames.add(Arena.global().allocate(frameBytes).copyFrom(film.asSlice(at, frameBytes)));
    }
    return frames;
  }

  private List<Way> ways() {
    var ways = new ArrayList<Way>();
    ways.add(new Way("memcpy", FrameBench::copy, (from, to) -> to.copyFrom(from)));
    var codec = new FrameCodec(layout);
    ways.add(new Way("frame codec", codec::compress, codec::decompress));
    both(ways, "LZ4 (Java)", new Lz4JavaCompressor(), new Lz4JavaDecompressor());
    both(ways, "zstd 3 (Java)", new ZstdJavaCompressor(), new ZstdJavaDecompressor());
    for (int level : new int[] {-1, 1, 2, 3}) {
      String name = "zstd " + level + " (C)";
      both(ways, name, new ZstdNativeCompressor(level), new ZstdNativeDecompressor());
    }
    return ways;
  }

  /// Without and with the filter.
  private void both(List<Way> ways, String name, Compressor packer, Decompressor unpacker) {
    var residuals = new Residuals(layout);
    ways.add(new Way(name, packer::compress, unpacker::decompress));
    ways.add(
        new Way(
            "filter + " + name,
            (frame, target) -> {
              residuals.filter(frame, filtered, false);
              return packer.compress(filtered, target);
            },
            (from, target) -> {
              unpacker.decompress(from, filtered);
              residuals.filter(filtered, target, true);
            }));
  }

  private static long copy(MemorySegment frame, MemorySegment target) {
    MemorySegment.copy(frame, 0, target, 0, frame.byteSize());
    return frame.byteSize();
  }

  private void measure(Way way) throws CorruptFrameException {
    long raw = frames.size() * layout.frameBytes();
    long bytes = 0;
    long bestPack = Long.MAX_VALUE;
    long bestUnpack = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      bytes = 0;
      long pack = 0;
      long unpack = 0;
      for (MemorySegment frame : frames) {
        long start = System.nanoTime();
        long size = way.packer.pack(frame, packed);
        long middle = System.nanoTime();
        way.unpacker.unpack(packed.asSlice(0, size), back);
        unpack += System.nanoTime() - middle;
        pack += middle - start;
        bytes += size;
        if (frame.mismatch(back) != -1) {
          throw new IllegalStateException(way.name + " gives another frame");
        }
      }
      bestPack = Math.min(bestPack, pack);
      bestUnpack = Math.min(bestUnpack, unpack);
    }
    System.out.printf(
        "%-24s %6.2f %15.2f %15.2f%n",
        way.name, (double) raw / bytes, (double) raw / bestPack, (double) raw / bestUnpack);
  }
}
