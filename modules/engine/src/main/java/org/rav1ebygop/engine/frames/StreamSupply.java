package org.rav1ebygop.engine.frames;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.StreamSource;
import org.rav1ebygop.engine.job.FrameMemory;

/// Frames of a pipe, held in limited memory until their GOP is stored. A few wait as they are; when
/// there are more, frames are compressed: first those that an encoder already has, which are needed
/// only if their GOP is repeated, then the newest.
///
/// When there is no room for compressed frames either, they go to disk if that is wanted. If not,
/// the reader waits for the encoders, and the producer waits for it. While a slot waits for frames
/// at the same time, the reader takes frames back whose GOP is not stored; the GOP can then not be
/// repeated. It takes those that an encoder already has, oldest first, and when there are none,
/// those of a failed GOP that no slot has begun to repeat.
public final class StreamSupply implements FrameSupply {
  private final StreamSource source;
  private final FrameLayout layout;
  private final long limit;
  private final FrameStore store;
  private final HeldFrames held = new HeldFrames();
  private final Room room;
  private long changes;
  private long next;
  private boolean ended;
  private boolean closed;
  private boolean reading;
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
    this.room = new Room(this, held, store);
  }

  @Override
  public boolean advance(FrameConsumer analysis, BooleanSupplier starving)
      throws InterruptedException {
    beginReading();
    try {
      MemorySegment data = next == limit ? null : acquire(starving);
      if (data == null || !source.read(data)) {
        return end(data);
      }
      long index = next;
      synchronized (this) {
        held.add(new HeldFrame(next++, new Kept.Raw(data)));
      }
      analysis.accept(new Frame(index, layout, data));
      return true;
    } finally {
      endReading();
    }
  }

  @Override
  public synchronized long knownFrames() {
    return ended ? next : -1;
  }

  @Override
  public Frame frame(long index) {
    HeldFrame frame;
    Kept kept;
    ReadBuffer buffer;
    synchronized (this) {
      frame = held.require(index);
      kept = frame.kept;
      if (kept instanceof Kept.Raw(MemorySegment data)) {
        frame.read();
        return new Frame(index, layout, data.asReadOnly());
      }
      buffer = store.takeBuffer();
      frame.read(buffer);
      if (kept instanceof Kept.Packed packed) {
        store.copy(packed, buffer);
      }
    }
    try {
      store.restore(index, kept, buffer);
    } finally {
      restored(frame, buffer);
    }
    return new Frame(index, layout, buffer.raw.asReadOnly());
  }

  @Override
  public synchronized void sent(long index) {
    HeldFrame frame = held.get(index);
    if (frame != null) {
      frame.sent = true;
      frame.readDone().forEach(store::giveBuffer);
      changed();
    }
  }

  @Override
  public synchronized void starved() {
    changed();
  }

  @Override
  public synchronized boolean rewind(long firstFrame, long endFrame) {
    if (held.get(firstFrame) == null) {
      return false;
    }
    for (long i = firstFrame; i < endFrame; i++) {
      HeldFrame frame = held.get(i);
      if (frame != null) {
        frame.sent = false;
        frame.rewound = true;
        frame.forget().forEach(store::giveBuffer);
      }
    }
    changed();
    return true;
  }

  @Override
  public synchronized boolean canRewind(long firstFrame) {
    return held.get(firstFrame) != null;
  }

  @Override
  public synchronized void release(Gop gop) {
    for (long i = gop.firstFrame(); i < gop.endFrame(); i++) {
      room.takeBack(i);
    }
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
  public synchronized void free() {
    close();
    freed = true;
    if (!reading) {
      store.close();
    }
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
      MemorySegment data = find();
      if (data != null) {
        return data;
      }
      if (room.make(starve)) {
        continue;
      }
      synchronized (this) {
        while (changes == asked) {
          wait();
        }
      }
    }
  }

  private synchronized @Nullable MemorySegment find() throws InterruptedException {
    if (closed) {
      throw new InterruptedException("closed");
    }
    return room.find();
  }

  /// @throws GopException of kind ENCODER when the frame was taken from the slot meanwhile
  private synchronized void restored(HeldFrame frame, ReadBuffer buffer) {
    buffer.filling = false;
    if (!frame.isReadFrom(buffer)) {
      store.giveBuffer(buffer);
      throw GopException.encoder(
          String.format(Locale.ROOT, "frame %d was taken back", frame.index), null);
    }
  }

  private synchronized void changed() {
    changes++;
    notifyAll();
  }

  private synchronized void beginReading() throws InterruptedException {
    if (freed) {
      throw new InterruptedException("closed");
    }
    reading = true;
  }

  private synchronized void endReading() {
    reading = false;
    if (freed) {
      store.close();
    }
  }

  private synchronized boolean end(@Nullable MemorySegment unused) {
    if (unused != null) {
      store.giveRaw(unused);
    }
    ended = true;
    return false;
  }
}
