package org.rav1ebygop.input.y4m;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.VideoSource;
import org.rav1ebygop.testkit.Sources;
import org.rav1ebygop.y4m.Faults;
import org.rav1ebygop.y4m.Y4mException;
import org.rav1ebygop.y4m.Y4mHeader;
import org.rav1ebygop.y4m.Y4mStream;

/// Any bytes are either read alike as a file and as a pipe, as [ReferenceY4m] reads them, or
/// refused with one line. [#fuzzerTestOneInput] is the entry point of the fuzzer.
public final class Y4mFuzz {
  /// Frames that no input of a fuzzer can hold are not asked for.
  private static final long MAX_FRAME_BYTES = 1 << 16;

  private static final Faults FAULTS = new Faults("fuzz.y4m");

  private Y4mFuzz() {}

  /// Reads the bytes in every way; fails when the ways disagree.
  public static void fuzzerTestOneInput(byte[] bytes) throws Y4mException {
    var pipe = accepted(() -> pipe(bytes));
    var mapped = accepted(() -> mapped(bytes));
    if (pipe.isEmpty()) {
      assertTrue(mapped.isEmpty(), "a file has frames, but no format");
      return;
    }
    var format = pipe.get().format();
    assertReadsBack(format);
    var expected = ReferenceY4m.of(bytes, format.layout());
    if (mapped.isPresent() || expected.map(ReferenceY4m::uniform).orElse(true)) {
      assertFrames(expected, mapped);
    }
    if (format.layout().frameBytes() <= MAX_FRAME_BYTES) {
      assertFrames(expected, accepted(() -> frames(pipe.get())));
    }
  }

  private static VideoSource pipe(byte[] bytes) {
    return Y4mStream.open("fuzz.y4m", Channels.newChannel(new ByteArrayInputStream(bytes)));
  }

  private static List<byte[]> frames(VideoSource source) {
    return Sources.readAll(source).stream()
        .map(data -> data.toArray(ValueLayout.JAVA_BYTE))
        .toList();
  }

  private static List<byte[]> mapped(byte[] bytes) {
    var frames = MappedFrames.of(FAULTS, MemorySegment.ofArray(bytes));
    return LongStream.range(0, frames.index().count())
        .mapToObj(i -> frames.frame(i).data().toArray(ValueLayout.JAVA_BYTE))
        .toList();
  }

  /// What an action gives, or nothing when it refuses the input as it should.
  private static <T> Optional<T> accepted(Supplier<T> action) {
    try {
      return Optional.of(action.get());
    } catch (GopException e) {
      assertEquals(GopException.Kind.INPUT, e.kind());
      assertTrue(e.getMessage().matches("[ -~]{1,300}"), e.getMessage());
      return Optional.empty();
    }
  }

  private static void assertReadsBack(VideoFormat format) throws Y4mException {
    byte[] line = Y4mHeader.format(format).getBytes(StandardCharsets.US_ASCII);
    assertEquals(format, Y4mHeader.parse(line));
  }

  private static void assertFrames(Optional<ReferenceY4m> expected, Optional<List<byte[]>> actual) {
    assertEquals(expected.isPresent(), actual.isPresent(), "refused by one, read by the other");
    if (expected.isPresent() && actual.isPresent()) {
      var frames = expected.get().frames();
      assertEquals(frames.size(), actual.get().size());
      for (int i = 0; i < frames.size(); i++) {
        assertArrayEquals(frames.get(i), actual.get().get(i));
      }
    }
  }
}
