package org.rav1ebygop.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.api.spi.StreamSource;
import org.rav1ebygop.api.spi.VideoSource;

/// Reads sources of either kind.
public final class Sources {
  private Sources() {}

  /// The bytes of all frames, in order; readable until the source is closed.
  public static List<MemorySegment> readAll(VideoSource source) {
    var frames = new ArrayList<MemorySegment>();
    switch (source) {
      case SeekableSource seekable -> {
        for (long i = 0; i < seekable.frameCount(); i++) {
          frames.add(seekable.frame(i).data());
        }
      }
      case StreamSource stream -> {
        var target = frameMemory(stream);
        while (stream.read(target)) {
          frames.add(target);
          target = frameMemory(stream);
        }
      }
    }
    return frames;
  }

  /// Reads the first frame, or the next one of a stream, and forgets it.
  public static void readFirst(VideoSource source) {
    switch (source) {
      case SeekableSource seekable -> seekable.frame(0);
      case StreamSource stream -> stream.read(frameMemory(stream));
    }
  }

  /// Memory for one frame.
  public static MemorySegment frameMemory(VideoSource source) {
    return MemorySegment.ofArray(new byte[Math.toIntExact(source.format().layout().frameBytes())]);
  }

  /// Asserts that frames are those of a film, all of them, in order.
  public static void assertFrames(SyntheticFilm film, List<MemorySegment> frames) {
    assertEquals(film.frameCount(), frames.size());
    for (int i = 0; i < frames.size(); i++) {
      assertEquals(-1, film.frame(i).data().mismatch(frames.get(i)), "frame " + i);
    }
  }
}
