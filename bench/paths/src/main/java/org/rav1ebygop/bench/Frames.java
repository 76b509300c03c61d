package org.rav1ebygop.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;

/// Frames of 1080p in native memory: waves that move under a little noise.
final class Frames {
  static final FrameLayout LAYOUT = new FrameLayout(1920, 1080, ChromaSampling.CS420, 8);

  private static final String HEADER = "YUV4MPEG2 W1920 H1080 F25:1 Ip A1:1 C420jpeg\n";
  private static final String LINE = "FRAME\n";

  private Frames() {}

  /// More than the caches hold, when there are 16 or more.
  static List<Frame> make(int count) {
    byte[] across = wave(0.013);
    byte[] down = wave(0.11);
    byte[] row = new byte[LAYOUT.width()];
    var frames = new ArrayList<Frame>();
    for (int i = 0; i < count; i++) {
      MemorySegment data = Arena.ofAuto().allocate(LAYOUT.frameBytes());
      for (int y = 0; y < data.byteSize() / row.length; y++) {
        for (int x = 0; x < row.length; x++) {
          row[x] = (byte) (120 + across[x + 5 * i] + down[y + 3 * i] + (x * 7919 + y * 31) % 3);
        }
        MemorySegment.copy(row, 0, data, ValueLayout.JAVA_BYTE, (long) y * row.length, row.length);
      }
      frames.add(new Frame(i, LAYOUT, data));
    }
    return frames;
  }

  private static byte[] wave(double frequency) {
    byte[] wave = new byte[2 * LAYOUT.width()];
    for (int i = 0; i < wave.length; i++) {
      wave[i] = (byte) (50 * Math.sin(frequency * i));
    }
    return wave;
  }

  /// The bytes between the frames of a film.
  static MemorySegment line() {
    byte[] text = LINE.getBytes(StandardCharsets.US_ASCII);
    return Arena.ofAuto().allocate(text.length).copyFrom(MemorySegment.ofArray(text));
  }

  /// Writes a film.
  static Path write(List<Frame> frames) throws IOException {
    Path film = Files.createTempFile("bench", ".y4m");
    try (FileChannel out = FileChannel.open(film, StandardOpenOption.WRITE)) {
      put(out, ByteBuffer.wrap(HEADER.getBytes(StandardCharsets.US_ASCII)));
      for (Frame frame : frames) {
        put(out, line().asByteBuffer());
        put(out, frame.data().asByteBuffer());
      }
    }
    return film;
  }

  /// Bytes before the first frame of a film.
  static int headerBytes() {
    return HEADER.length();
  }

  static void put(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }
}
