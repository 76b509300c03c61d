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
    var frames = new ArrayList<Frame>();
    for (int i = 0; i < count; i++) {
      MemorySegment data = Arena.ofAuto().allocate(LAYOUT.frameBytes());
      for (long at = 0; at < data.byteSize(); at++) {
        double x = at % LAYOUT.width() + 5.0 * i;
        double y = (double) at / LAYOUT.width() + 3.0 * i;
        double wave = 60 * Math.sin(0.013 * x + 0.007 * y) + 40 * Math.sin(0.11 * y);
        data.set(ValueLayout.JAVA_BYTE, at, (byte) (120 + wave + at * 7919 % 3));
      }
      frames.add(new Frame(i, LAYOUT, data));
    }
    return frames;
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
