package org.rav1ebygop.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.Decoder;
import org.rav1ebygop.api.spi.DecoderProvider;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.av1.IvfReader;

/// Decodes a GOP into the frames of a film that it says it holds, unless the test wants otherwise.
final class FakeDecoder implements DecoderProvider {
  /// What it makes of a GOP.
  enum Outcome {
    RIGHT,
    LAST_IS_NEGATIVE,
    FIRST_IS_NEGATIVE,
    ONE_FRAME_LESS,
    ONE_FRAME_MORE,
    OTHER_LAYOUT,
    FAULT,
    NO_DECODER,
    KILLED,
    HANG
  }

  /// Decides the outcome.
  interface Plan {
    /// @param firstFrame of the GOP
    /// @param attempt how often it was decoded, this time included
    Outcome of(long firstFrame, int attempt);
  }

  /// Open when a decoder hangs.
  final CountDownLatch hanging = new CountDownLatch(1);

  private final SeekableSource film;
  private final Plan plan;
  private final Map<Long, Integer> attempts = new HashMap<>();

  FakeDecoder(SeekableSource film, Plan plan) {
    this.film = film;
    this.plan = plan;
  }

  @Override
  public String id() {
    return "fake";
  }

  @Override
  public String description() {
    return "decodes as the test wants";
  }

  @Override
  public Set<String> containers() {
    return Set.of("ivf");
  }

  @Override
  public Decoder open(Path file, String container, Options options) {
    long first = -1;
    int count = 0;
    try (var in = new IvfReader(FileChannel.open(file))) {
      for (Packet packet = in.next(); packet != null; packet = in.next()) {
        first = count++ == 0 ? packet.index() : first;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Outcome outcome = outcome(first);
    if (outcome == Outcome.NO_DECODER) {
      throw GopException.environment("the decoder is gone", null);
    }
    return new Pictures(outcome, first, count);
  }

  private synchronized Outcome outcome(long first) {
    return plan.of(first, attempts.merge(first, 1, Integer::sum));
  }

  private final class Pictures implements Decoder {
    private final Outcome outcome;
    private final long first;
    private final int count;
    private final CountDownLatch closed = new CountDownLatch(1);
    private int next;

    Pictures(Outcome outcome, long first, int count) {
      this.outcome = outcome;
      this.first = first;
      this.count =
          switch (outcome) {
            case ONE_FRAME_LESS -> count - 1;
            case ONE_FRAME_MORE -> count + 1;
            default -> count;
          };
    }

    @Override
    public FrameLayout layout() {
      return outcome == Outcome.OTHER_LAYOUT
          ? new FrameLayout(32, 48, ChromaSampling.CS420, 8)
          : film.format().layout();
    }

    @Override
    public boolean read(MemorySegment target) {
      if (outcome == Outcome.HANG) {
        await();
      }
      if (next == count) {
        if (outcome == Outcome.KILLED) {
          throw GopException.environment("the decoder was killed", null);
        }
        if (outcome == Outcome.FAULT) {
          throw GopException.input("it does not decode");
        }
        return false;
      }
      target.copyFrom(film.frame(Math.min(first + next, film.frameCount() - 1)).data());
      if ((next == 0 && outcome == Outcome.FIRST_IS_NEGATIVE)
          || (next == count - 1 && outcome == Outcome.LAST_IS_NEGATIVE)) {
        negate(target);
      }
      next++;
      return true;
    }

    @Override
    public void close() {
      closed.countDown();
    }

    private void await() {
      hanging.countDown();
      try {
        closed.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      throw GopException.encoder("the decoder was closed", null);
    }

    private static void negate(MemorySegment picture) {
      for (long i = 0; i < picture.byteSize(); i++) {
        byte value = picture.get(ValueLayout.JAVA_BYTE, i);
        picture.set(ValueLayout.JAVA_BYTE, i, (byte) ~value);
      }
    }
  }
}
