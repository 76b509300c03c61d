package org.rav1ebygop.engine.frames;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/// The GOPs that failed and that no slot has begun to repeat. Not safe for use by several threads.
final class FailedGops {
  /// No frame.
  static final long NONE = -1;

  private final TreeMap<Long, Rest> rests = new TreeMap<>();

  /// What may still be held of a GOP.
  private static final class Rest {
    private final long end;
    private long next;

    private Rest(long first, long end) {
      this.next = first;
      this.end = end;
    }
  }

  /// A GOP has failed.
  ///
  /// @param end the first frame after it, as far as it is known
  void add(long first, long end) {
    rests.put(first, new Rest(first, end));
  }

  /// A slot reads a frame: if its GOP had failed, it is being repeated.
  void begun(long frame) {
    Map.Entry<Long, Rest> entry = rests.floorEntry(frame);
    if (entry != null && frame < entry.getValue().end) {
      rests.remove(entry.getKey());
    }
  }

  /// Nobody repeats this GOP any more.
  void remove(long first) {
    rests.remove(first);
  }

  /// The oldest of their frames that is held, or [#NONE]. What is found not to be held is not
  /// looked at again.
  long oldest(LongPredicate held) {
    while (!rests.isEmpty()) {
      Rest rest = rests.firstEntry().getValue();
      while (rest.next < rest.end) {
        if (held.test(rest.next)) {
          return rest.next;
        }
        rest.next++;
      }
      rests.pollFirstEntry();
    }
    return NONE;
  }
}
