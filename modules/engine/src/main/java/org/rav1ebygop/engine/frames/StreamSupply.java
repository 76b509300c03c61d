package org.rav1ebygop.engine.frames;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.StreamSource;

/// Frames of a pipe, kept in a fixed number of buffers until their GOP is stored. When the buffers
/// run out the reader first takes back those whose frames an encoder already has, oldest first; the
/// GOP can then not be repeated. When there is no such buffer it waits for the encoders, and the
/// producer waits for it.
public final class StreamSupply implements FrameSupply {
  private static final class Held {
    final MemorySegment data;
    boolean sent;

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
  public boolean advance(FrameConsumer analysis) throws InterruptedException {
    MemorySegment data = acquire();
    if (next == limit || !source.read(data)) {
      synchronized (this) {
        free.push(data);
        ended = true;
        return false;
      }
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
    Held frame = held.get(index);
    if (frame == null) {
      throw GopException.encoder(
          "frame %d is gone: a pipe cannot be read twice, and memory was short".formatted(index),
          null);
    }
    return new Frame(index, layout, frame.data.asReadOnly());
  }

  @Override
  public synchronized void sent(long index) {
    Held frame = held.get(index);
    if (frame != null) {
      frame.sent = true;
      notifyAll();
    }
  }

  @Override
  public synchronized boolean rewind(long firstFrame) {
    if (!held.containsKey(firstFrame)) {
      return false;
    }
    for (long i = firstFrame; i < next; i++) {
      Held frame = held.get(i);
      if (frame == null || !frame.sent) {
        break;
      }
      frame.sent = false;
    }
    return true;
  }

  @Override
  public synchronized void release(Gop gop) {
    for (long i = gop.firstFrame(); i < gop.endFrame(); i++) {
      takeBack(i);
    }
    notifyAll();
  }

  /// The buffers stay until they are unreachable: an encoder may still read one.
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  /// Frames held at this moment.
  public synchronized int heldFrames() {
    return held.size();
  }

  private synchronized MemorySegment acquire() throws InterruptedException {
    while (!closed) {
      if (!free.isEmpty()) {
        return free.pop();
      }
      if (allocated < buffers) {
        allocated++;
        return arena.allocate(layout.frameBytes());
      }
      if (!takeBackOldestSent()) {
        wait();
      }
    }
    throw new InterruptedException("closed");
  }

  private boolean takeBackOldestSent() {
    for (long i = oldest; i < next; i++) {
      Held frame = held.get(i);
      if (frame != null && frame.sent) {
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
