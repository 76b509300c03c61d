package org.rav1ebygop.engine.frames;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;

/// Where the frames on disk are, by index: all that is known of them in memory, [Long#BYTES] for
/// each frame from the oldest that waits to the newest, in pages that are used again. Not safe for
/// use by several threads.
final class DiskPlaces {
  /// No place.
  static final long NONE = 0;

  private static final int PAGE_FRAMES = 4096;
  private static final ValueLayout.OfLong PLACE = ValueLayout.JAVA_LONG;

  private final LongFunction<MemorySegment> source;
  private final Map<Long, Page> pages = new HashMap<>();
  private final Deque<MemorySegment> unused = new ArrayDeque<>();
  private int size;

  /// The places of frames that follow one another; those of frames that are not there are [#NONE].
  private static final class Page {
    private final MemorySegment places;
    private int size;

    private Page(MemorySegment places) {
      this.places = places;
    }
  }

  /// @param source where memory comes from, filled with zeros
  DiskPlaces(LongFunction<MemorySegment> source) {
    this.source = source;
  }

  /// A frame is on disk from now on.
  ///
  /// @param index of a frame that has no place yet
  /// @param place not [#NONE]
  void put(long index, long place) {
    Page page = pages.computeIfAbsent(index / PAGE_FRAMES, _ -> new Page(takePage()));
    page.places.setAtIndex(PLACE, index % PAGE_FRAMES, place);
    page.size++;
    size++;
  }

  /// The place of a frame, or [#NONE].
  long get(long index) {
    Page page = pages.get(index / PAGE_FRAMES);
    return page == null ? NONE : page.places.getAtIndex(PLACE, index % PAGE_FRAMES);
  }

  /// Forgets the place of a frame.
  ///
  /// @return what it was, or [#NONE]
  long remove(long index) {
    Page page = pages.get(index / PAGE_FRAMES);
    long place = get(index);
    if (page != null && place != NONE) {
      page.places.setAtIndex(PLACE, index % PAGE_FRAMES, NONE);
      size--;
      if (--page.size == 0) {
        pages.remove(index / PAGE_FRAMES);
        unused.push(page.places);
      }
    }
    return place;
  }

  /// How many frames have a place.
  int size() {
    return size;
  }

  private MemorySegment takePage() {
    MemorySegment page = unused.poll();
    return page == null ? source.apply(PAGE_FRAMES * PLACE.byteSize()) : page;
  }
}
