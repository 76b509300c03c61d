package org.rav1ebygop.engine.frames;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.StreamSource;

/// Frames of a pipe, kept in a fixed number of buffers until their GOP is stored. When the buffers
/// run out the reader waits for the encoders, and the producer waits for it. While a slot waits for
/// frames at the same time, the reader takes buffers back whose GOP is not stored; the GOP can then
/// not be repeated. It takes those whose frames an encoder already has, oldest first, and when
/// there are none, those of a failed GOP that no slot has begun to repeat.
public final class StreamSupply implements FrameSupply {
  private static final class Held {
    final MemorySegment data;
    boolean sent;
    boolean rewound;

    Held(MemorySegment data) {
      this.data = data;
    }
  }

  private final StreamSource source;
  private final FrameLayout layout;
  private final long limit;
  private final int buffers;
  private final Arena arena = Arena.ofAuto();
  private final Deque<MemorySegment> free = new ArrayDeque<>();
  private final Map<Long, Held> held = new HashMap<>();
  private int allocated;
  private long changes;
  private long next;
  private long oldest;
  private boolean ended;
  private boolean closed;

  /// @param source stays the caller's to close
  /// @param limit use no more frames than this
  /// @param buffers how many frames to hold at the most; more than the splitter's look-ahead plus 2
  public StreamSupply(StreamSource source, long limit, int buffers) {
    this.source = source;
    this.limit = limit;
    this.layout = source.format().layout();
    this.buffers = buffers;
  }

  @Override
  public boolean advance(FrameConsumer analysis, BooleanSupplier starving)
      throws InterruptedException {
    if (next == limit) {
      return end();
    }
    MemorySegment data = acquire(starving);
    if (!source.read(data)) {
      return end();
    }
    long index = next;
    synchronized (this) {
      held.put(next++, new Held(data));
    }
    analysis.accept(new Frame(index, layout, data));
    return true;
  }

  @Override
  public synchronized long knownFrames() {
    return ended ? next : -1;
  }

  @Override
  public synchronized Frame frame(long index) {
    @Nullable Held frame = held.get(index);
    if (frame == null) {
      throw GopException.encoder(
          "frame %d is gone: a pipe cannot be read twice, and memory was short".formatted(index),
          null);
    }
    MemorySegment data = frame.data;
    for (long i = index; frame != null && frame.rewound; frame = held.get(++i)) {
      frame.rewound = false;
    }
    return new Frame(index, layout, data.asReadOnly());
  }

  @Override
  public synchronized void sent(long index) {
    Held frame = held.get(index);
    if (frame != null) {
      frame.sent = true;
      changed();
    }
  }

  @Override
  public synchronized void starved() {
    changed();
  }

  @Override
  public synchronized boolean rewind(long firstFrame, long endFrame) {
    if (!held.containsKey(firstFrame)) {
      return false;
    }
    for (long i = firstFrame; i < endFrame; i++) {
      Held frame = held.get(i);
      if (frame != null) {
        frame.sent = false;
        frame.rewound = true;
      }
    }
    changed();
    return true;
  }

  @Override
  public synchronized boolean canRewind(long firstFrame) {
    return held.containsKey(firstFrame);
  }

  @Override
  public synchronized void release(Gop gop) {
    for (long i = gop.firstFrame(); i < gop.endFrame(); i++) {
      takeBack(i);
    }
    changed();
  }

  /// The buffers stay until they are unreachable: an encoder may still read one.
  @Override
  public synchronized void close() {
    closed = true;
    changed();
  }

  @Override
  public synchronized boolean isClosed() {
    return closed;
  }

  /// Frames held at this moment.
  public synchronized int heldFrames() {
    return held.size();
  }

  /// Asks whether slots starve without holding the lock, because the answer takes other locks, and
  /// waits only while nothing has changed since.
  private MemorySegment acquire(BooleanSupplier starving) throws InterruptedException {
    while (true) {
      long asked;
      synchronized (this) {
        asked = changes;
      }
      boolean starve = starving.getAsBoolean();
      synchronized (this) {
        MemorySegment data = findFree(starve);
        if (data != null) {
          return data;
        }
        while (changes == asked) {
          wait();
        }
      }
    }
  }

  private @Nullable MemorySegment findFree(boolean starve) throws InterruptedException {
    if (closed) {
      throw new InterruptedException("closed");
    }
    if (free.isEmpty() && allocated < buffers) {
      allocated++;
      return arena.allocate(layout.frameBytes());
    }
    if (free.isEmpty() && starve && !takeBackOldest(frame -> frame.sent)) {
      takeBackOldest(frame -> frame.rewound);
    }
    return free.poll();
  }

  private synchronized void changed() {
    changes++;
    notifyAll();
  }

  private synchronized boolean end() {
    ended = true;
    return false;
  }

  private boolean takeBackOldest(Predicate<Held> which) {
    for (long i = oldest; i < next; i++) {
      Held frame = held.get(i);
      if (frame != null && which.test(frame)) {
        takeBack(i);
        return true;
      }
    }
    return false;
  }

  private void takeBack(long index) {
    Held frame = held.remove(index);
    if (frame != null) {
      free.push(frame.data);
    }
    while (oldest < next && !held.containsKey(oldest)) {
      oldest++;
    }
  }
}
