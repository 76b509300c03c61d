package org.rav1ebygop.input.y4m;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.StreamSource;
import org.rav1ebygop.testkit.Inputs;
import org.rav1ebygop.testkit.Sources;
import org.rav1ebygop.testkit.SyntheticFilm;
import org.rav1ebygop.y4m.Y4mStream;

final class Y4mStreamTest {
  private static final FrameLayout LAYOUT = new FrameLayout(8, 8, ChromaSampling.CS420, 8);
  private static final SyntheticFilm FILM = new SyntheticFilm(SyntheticFilm.format(LAYOUT), 20);

  @Test
  void readsFrameLinesWithParameters() {
    byte[] bytes = Y4mFiles.encode(FILM, i -> i % 3 == 1 ? "FRAME Ippp X\n" : Y4mFiles.BARE);
    try (var source = open(bytes)) {
      Sources.assertFrames(FILM, Sources.readAll(source));
    }
  }

  @Test
  void readsNativeMemoryAndNoByteBeyondTheFrame() {
    byte[] bytes = Y4mFiles.encode(FILM);
    var channel = new CountingChannel(bytes);
    try (var arena = Arena.ofConfined();
        var source = Y4mStream.open("pipe", channel)) {
      var target = arena.allocate(LAYOUT.frameBytes());
      int header = channel.position();
      for (int i = 0; i < 20; i++) {
        assertTrue(source.read(target));
        assertEquals(-1, FILM.frame(i).data().mismatch(target));
        assertEquals(header + 102 * (i + 1), channel.position());
      }
      assertFalse(source.read(target));
      assertEquals(List.of(), channel.heapReads(LAYOUT.frameBytes()));
    }
  }

  @Test
  void refusesMemoryOfAnotherSize() {
    try (var source = open(Y4mFiles.encode(FILM))) {
      var small = MemorySegment.ofArray(new byte[95]);
      var refusal = assertThrows(GopException.class, () -> source.read(small));
      assertEquals(GopException.Kind.BUG, refusal.kind());
    }
  }

  @Test
  void aFailingChannelIsAFaultOfTheInput() {
    var channel = new CountingChannel(Y4mFiles.encode(FILM));
    try (var source = Y4mStream.open("pipe", channel)) {
      channel.fail();
      var refusal = assertThrows(GopException.class, () -> Sources.readFirst(source));
      assertEquals(GopException.Kind.INPUT, refusal.kind());
      assertEquals(1, refusal.getMessage().lines().count());
    }
  }

  @Test
  void closesTheChannelOfARefusedInput() {
    for (String bytes : List.of("YUV4MPEG2 W0\n", "YUV4MPEG2 W1 H1")) {
      var channel = new CountingChannel(Y4mFiles.join(new byte[0], bytes));
      assertThrows(GopException.class, () -> Y4mStream.open("pipe", channel));
      assertFalse(channel.isOpen());
    }
  }

  private static StreamSource open(byte[] bytes) {
    return assertInstanceOf(
        StreamSource.class, new Y4mReaderProvider().open(Inputs.pipe("pipe", bytes), Options.NONE));
  }

  /// Gives all it is asked for, and remembers what it was asked.
  private static final class CountingChannel implements ReadableByteChannel {
    private final ByteBuffer bytes;
    private final List<Integer> heapReads = new ArrayList<>();
    private boolean open = true;
    private boolean failing;

    CountingChannel(byte[] bytes) {
      this.bytes = ByteBuffer.wrap(bytes);
    }

    int position() {
      return bytes.position();
    }

    void fail() {
      failing = true;
    }

    /// Sizes of the reads of at least so many bytes that went into an array.
    List<Integer> heapReads(long least) {
      return heapReads.stream().filter(size -> size >= least).toList();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      if (failing) {
        throw new IOException("device lost");
      }
      if (!target.isDirect()) {
        heapReads.add(target.remaining());
      }
      int count = Math.min(target.remaining(), bytes.remaining());
      target.put(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      return count == 0 ? -1 : count;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }
}
