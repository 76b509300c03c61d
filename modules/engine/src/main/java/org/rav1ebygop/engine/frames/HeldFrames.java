package org.rav1ebygop.engine.frames;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.GopException;

/// The frames of a pipe that may be needed yet. Used by the thread that reads the pipe and by
/// slots; what is done for each frame takes the same time however many there are, but for a
/// logarithm.
final class HeldFrames {
  /// What is known of so many frames in memory fits into the heap, however small they are.
  private static final int MOST_IN_MEMORY = 100_000;

  private final FrameStore store;

  @GuardedBy("this")
  private final Map<Long, HeldFrame> inMemory = new HashMap<>();

  @GuardedBy("this")
  private final IdleFrames idle = new IdleFrames();

  @GuardedBy("this")
  private final FailedGops failed = new FailedGops();

  @GuardedBy("this")
  private final DiskPlaces onDisk;

  /// Those on disk that slots read.
  @GuardedBy("this")
  private final Map<Long, HeldFrame> readFromDisk = new HashMap<>();

  /// @param store its methods that want a lock are called with that of this object
  HeldFrames(FrameStore store) {
    this.store = store;
    this.onDisk = new DiskPlaces(store::allocate);
  }

  /// A free place for the next frame, or null. Where frames go to disk, those that slots read do
  /// not stand in its way.
  synchronized @Nullable MemorySegment takeRaw() {
    int read = store.usedRaws() - idle.raws();
    return isFull() ? null : store.takeRaw(store.spills() ? read : 0);
  }

  /// The place is free again.
  synchronized void giveRaw(MemorySegment raw) {
    store.giveRaw(raw);
  }

  /// Adds the next frame.
  synchronized void add(long index, MemorySegment data) {
    var frame = new HeldFrame(index, new Kept.Raw(data));
    inMemory.put(index, frame);
    idle.add(frame);
  }

  /// The frame to compress next, or null when that is of no use or there is none.
  synchronized @Nullable RawFrame toCompress() {
    if (!store.compresses() || (isFull() && !store.spills())) {
      return null;
    }
    HeldFrame frame = idle.toCompress();
    return frame != null && frame.kept() instanceof Kept.Raw(MemorySegment data)
        ? new RawFrame(frame, data)
        : null;
  }

  /// Keeps a frame compressed in memory, unless it was let go meanwhile, or a slot has begun to
  /// read it where it is.
  ///
  /// @return false when there is no room
  synchronized boolean keep(HeldFrame frame, MemorySegment compressed) {
    if (!isIdle(frame)) {
      return true;
    }
    Kept packed = isFull() ? null : store.keep(compressed);
    if (packed == null) {
      return false;
    }
    idle.remove(frame);
    store.free(frame.kept());
    frame.keptAt(packed);
    idle.add(frame);
    return true;
  }

  /// Keeps a frame on disk, where it was written to, with the same exceptions.
  synchronized void keep(HeldFrame frame, Kept.OnDisk place) {
    if (!isIdle(frame)) {
      store.free(place);
      return;
    }
    idle.remove(frame);
    store.free(frame.kept());
    inMemory.remove(frame.index);
    onDisk.put(frame.index, place.place());
  }

  /// Lets the frame go that is needed least: the oldest that an encoder has, else one of a failed
  /// GOP that no slot has begun to repeat.
  ///
  /// @return false when that would make no room, or there is none
  synchronized boolean giveUp() {
    boolean readersAreInTheWay = store.compresses() && !isFull() && idle.raws() == 0;
    if (store.spills() || readersAreInTheWay) {
      return false;
    }
    HeldFrame sent = idle.oldestSent();
    long frame = sent == null ? failed.oldest(this::holds) : sent.index;
    if (frame != FailedGops.NONE) {
      letGo(frame);
    }
    return frame != FailedGops.NONE;
  }

  /// A slot reads a frame from now on, until it says so, or the frame is rewound or released.
  ///
  /// @throws GopException of kind ENCODER when it is not held any more
  synchronized Reading beginReading(long index) {
    HeldFrame frame = require(index);
    Kept kept = frame.kept();
    var reading = new Reading(frame, kept, store.takeBuffer(kept));
    idle.remove(frame);
    frame.read(reading);
    if (kept instanceof Kept.OnDisk) {
      readFromDisk.put(index, frame);
    }
    failed.begun(index);
    return reading;
  }

  /// The buffer, if the frame takes one, is filled.
  ///
  /// @throws GopException of kind ENCODER when the frame was taken from the slot meanwhile
  synchronized void bufferFilled(Reading reading) {
    ReadBuffer buffer = reading.buffer;
    if (buffer == null) {
      return;
    }
    buffer.filling = false;
    if (!reading.frame.isReadBy(reading)) {
      store.giveBuffer(buffer);
      throw GopException.encoder("frame " + reading.frame.index + " was taken back", null);
    }
  }

  /// An encoder has read what a slot began to read.
  synchronized void sent(Reading reading) {
    if (reading.frame.isReadBy(reading)) {
      change(reading.frame.index, frame -> frame.sent(reading));
    }
  }

  /// A slot reads no more what it began to read.
  synchronized void end(Reading reading) {
    if (reading.frame.isReadBy(reading)) {
      change(reading.frame.index, frame -> frame.end(reading));
    }
  }

  /// No encoder needs this frame.
  synchronized void unneeded(long index) {
    change(index, HeldFrame::unneeded);
  }

  /// A GOP is to be encoded again.
  ///
  /// @param endFrame the first frame after it, as far as it is known
  /// @return false when its first frame is not held any more
  synchronized boolean rewind(long firstFrame, long endFrame) {
    if (!holds(firstFrame)) {
      return false;
    }
    for (long i = firstFrame; i < endFrame; i++) {
      change(i, HeldFrame::rewind);
    }
    failed.add(firstFrame, endFrame);
    return true;
  }

  /// Whether a frame is held.
  synchronized boolean holds(long index) {
    return inMemory.containsKey(index) || onDisk.get(index) != DiskPlaces.NONE;
  }

  /// Nobody will ask for frames of this GOP any more.
  void release(Gop gop) {
    letGo(gop);
    store.closeUnusedFiles();
  }

  private synchronized void letGo(Gop gop) {
    failed.remove(gop.firstFrame());
    for (long i = gop.firstFrame(); i < gop.endFrame(); i++) {
      letGo(i);
    }
  }

  /// Frames held at this moment.
  synchronized int size() {
    return inMemory.size() + onDisk.size();
  }

  /// Gives all memory back; no frame may be read any more.
  synchronized void close() {
    store.close();
  }

  @GuardedBy("this")
  private boolean isFull() {
    return inMemory.size() >= MOST_IN_MEMORY;
  }

  @GuardedBy("this")
  private boolean isIdle(HeldFrame frame) {
    return inMemory.get(frame.index) == frame && !frame.isRead();
  }

  @GuardedBy("this")
  private HeldFrame require(long index) {
    HeldFrame frame = inMemory.getOrDefault(index, readFromDisk.get(index));
    long place = onDisk.get(index);
    if (frame == null && place == DiskPlaces.NONE) {
      throw GopException.encoder(
          "frame " + index + " is gone: a pipe cannot be read twice, and memory was short", null);
    }
    return frame == null ? new HeldFrame(index, new Kept.OnDisk(place)) : frame;
  }

  /// Changes a frame, if it is held and there is something to change.
  ///
  /// @param change answers the buffers that are free now
  @GuardedBy("this")
  private void change(long index, Function<HeldFrame, List<ReadBuffer>> change) {
    HeldFrame frame = inMemory.getOrDefault(index, readFromDisk.get(index));
    if (frame != null) {
      idle.remove(frame);
      change.apply(frame).forEach(store::giveBuffer);
      idle.add(frame);
      if (!frame.isRead()) {
        readFromDisk.remove(index);
      }
    }
  }

  @GuardedBy("this")
  private void letGo(long index) {
    change(index, HeldFrame::forget);
    HeldFrame frame = inMemory.remove(index);
    long place = onDisk.remove(index);
    if (frame != null) {
      idle.remove(frame);
      store.free(frame.kept());
    } else if (place != DiskPlaces.NONE) {
      store.free(new Kept.OnDisk(place));
    }
  }
}
