package org.rav1ebygop.engine.frames;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.spi.StreamSource;
import org.rav1ebygop.engine.job.FrameMemory;

/// Frames of a pipe, held in limited memory until their GOP is stored. A few wait as they are; when
/// there are more, frames are compressed: first those that an encoder already has, which are needed
/// only if their GOP is repeated, then the newest.
///
/// When there is no room for compressed frames either, they go to disk if that is wanted. If not,
/// the reader waits for the encoders, and the producer waits for it. Only when no encoder can go on
/// without the next frame, the reader takes frames back whose GOP is not stored; the GOP can then
/// not be repeated. It takes those that an encoder already has, oldest first, and when there are
/// none, those of a failed GOP that no slot has begun to repeat.
public final class StreamSupply implements FrameSupply {
  private final StreamSource source;
  private final FrameLayout layout;
  private final long limit;
  private final FrameStore store;
  private final HeldFrames held;
  private final Room room;

  @GuardedBy("this")
  private long changes;

  @GuardedBy("this")
  private long next;

  @GuardedBy("this")
  private boolean ended;

  @GuardedBy("this")
  private boolean closed;

  @GuardedBy("this")
  private boolean reading;

  @GuardedBy("this")
  private boolean freed;

  /// @param source stays the caller's to close
  /// @param limit use no more frames than this
  /// @param memory to hold frames in, with a reserve of more than the splitter's look-ahead plus 2
  /// @param directory for frames that go to disk
  public StreamSupply(StreamSource source, long limit, FrameMemory memory, Path directory) {
    this.source = source;
    this.limit = limit;
    this.layout = source.format().layout();
    this.store = new FrameStore(layout, memory, directory);
    this.held = new HeldFrames(store);
    this.room = new Room(held, store);
  }

  @Override
  public boolean advance(FrameConsumer analysis, BooleanSupplier standstill)
      throws InterruptedException {
    long index = beginReading();
    try {
      MemorySegment data = index == limit ? null : acquire(standstill);
      if (data == null || !source.read(data)) {
        return end(data);
      }
      held.add(index, data);
      added();
      analysis.accept(new Frame(index, layout, data));
      return true;
    } finally {
      if (endReading()) {
        held.close();
      }
    }
  }

  @Override
  public synchronized long knownFrames() {
    return ended ? next : -1;
  }

  @Override
  public Loan lend(long index) {
    Reading reading = held.beginReading(index);
    try {
      MemorySegment data = store.read(index, reading.kept, reading.buffer);
      return new Held(new Frame(index, layout, data), reading);
    } finally {
      held.bufferFilled(reading);
    }
  }

  @Override
  public void unneeded(long index) {
    held.unneeded(index);
    changed();
  }

  @Override
  public void starved() {
    changed();
  }

  @Override
  public boolean rewind(long firstFrame, long endFrame) {
    boolean possible = held.rewind(firstFrame, endFrame);
    changed();
    return possible;
  }

  @Override
  public boolean canRewind(long firstFrame) {
    return held.holds(firstFrame);
  }

  @Override
  public void release(Gop gop) {
    held.release(gop);
    changed();
  }

  @Override
  public synchronized void close() {
    closed = true;
    changed();
  }

  @Override
  public synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public void free() {
    close();
    if (beginFreeing()) {
      held.close();
    }
  }

  /// Frames held at this moment.
  public int heldFrames() {
    return held.size();
  }

  /// Asks whether all stands still without holding the lock, because the answer takes other locks,
  /// and waits only while nothing has changed since.
  private MemorySegment acquire(BooleanSupplier standstill) throws InterruptedException {
    while (true) {
      long asked;
      synchronized (this) {
        asked = changes;
      }
      boolean still = standstill.getAsBoolean();
      MemorySegment data = find();
      if (data != null) {
        return data;
      }
      if (room.make(still)) {
        continue;
      }
      synchronized (this) {
        while (changes == asked) {
          wait();
        }
      }
    }
  }

  private @Nullable MemorySegment find() throws InterruptedException {
    if (isClosed()) {
      throw new InterruptedException("closed");
    }
    return held.takeRaw();
  }

  private synchronized void changed() {
    changes++;
    notifyAll();
  }

  /// @return the index of the frame to be read
  private synchronized long beginReading() throws InterruptedException {
    if (freed) {
      throw new InterruptedException("closed");
    }
    reading = true;
    return next;
  }

  private synchronized void added() {
    next++;
  }

  /// @return whether memory is to be given back now
  private synchronized boolean endReading() {
    reading = false;
    return freed;
  }

  /// @return whether memory is to be given back now, or else by who reads
  private synchronized boolean beginFreeing() {
    freed = true;
    return !reading;
  }

  private boolean end(@Nullable MemorySegment unused) {
    if (unused != null) {
      held.giveRaw(unused);
    }
    synchronized (this) {
      ended = true;
    }
    return false;
  }

  private final class Held implements Loan {
    private final Frame frame;
    private final Reading reading;

    Held(Frame frame, Reading reading) {
      this.frame = frame;
      this.reading = reading;
    }

    @Override
    public Frame frame() {
      return frame;
    }

    @Override
    public void sent() {
      held.sent(reading);
      changed();
    }

    @Override
    public void end() {
      held.end(reading);
      changed();
    }
  }
}
