package org.stranger;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rav1ebygop.api.*;
import org.rav1ebygop.api.spi.*;

/// Reads files that say `ramp FRAMES`: pictures of 64x64 that get brighter.
public final class Ramp implements InputReaderProvider {
  @Override
  public String id() {
    return "ramp";
  }

  @Override
  public String description() {
    return "ramps";
  }

  @Override
  public Match match(Input input) {
    byte[] head = input.head().toArray(ValueLayout.JAVA_BYTE);
    return new String(head).startsWith("ramp ") ? Match.CERTAIN : Match.NO;
  }

  @Override
  public VideoSource open(Input input, Options options) {
    Path file = input.file();
    if (file == null) {
      throw GopException.input("a ramp is read from a file");
    }
    try {
      return new Film(Integer.parseInt(Files.readString(file).substring(5).strip()), file);
    } catch (IOException | NumberFormatException e) {
      throw GopException.input(input.name() + " is no ramp: " + e.getMessage());
    }
  }

  private record Film(int count, Path file) implements SeekableSource {
    private static final FrameLayout LAYOUT = new FrameLayout(64, 64, ChromaSampling.CS420, 8);

    @Override
    public VideoFormat format() {
      return new VideoFormat(
          LAYOUT,
          new Rational(25, 1),
          Rational.ONE,
          ChromaPosition.UNKNOWN,
          ColorDescription.UNSPECIFIED);
    }

    @Override
    public long frameCount() {
      return count;
    }

    @Override
    public Frame frame(long index) {
      byte[] bytes = new byte[(int) LAYOUT.frameBytes()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (16 + (i + 3 * index) % 200);
      }
      return new Frame(index, LAYOUT, MemorySegment.ofArray(bytes));
    }

    @Override
    public SourceFingerprint fingerprint() {
      try {
        return new SourceFingerprint(
            Files.size(file), Files.getLastModifiedTime(file).toInstant(), "ramp " + count);
      } catch (IOException e) {
        throw GopException.input(file + " is gone");
      }
    }

    @Override
    public void close() {}
  }
}
