package org.rav1ebygop.plugin.ffmpeg.input;

import java.util.Arrays;

/// Puts numbers into order that should be in order. Of those that contradict each other as few as
/// possible give way; they and those that are missing are spread evenly between their neighbours.
final class Monotone {
  /// Not a number.
  static final long MISSING = Long.MIN_VALUE;

  private Monotone() {}

  /// Which numbers can stay: as many as possible, each larger than the one before. Of equal ones
  /// the first stays.
  ///
  /// @param values the first `count` of them
  /// @param strict whether equal ones contradict each other
  static boolean[] kept(long[] values, int count, boolean strict) {
    int[] ends = new int[count];
    int[] before = new int[count];
    int length = 0;
    for (int i = 0; i < count; i++) {
      if (values[i] == MISSING) {
        continue;
      }
      int place = place(values, ends, length, values[i], strict);
      before[i] = place == 0 ? -1 : ends[place - 1];
      if (place == length || values[i] < values[ends[place]]) {
        ends[place] = i;
      }
      length = Math.max(length, place + 1);
    }
    boolean[] kept = new boolean[count];
    for (int i = length == 0 ? -1 : ends[length - 1]; i >= 0; i = before[i]) {
      kept[i] = true;
    }
    return kept;
  }

  /// The first of the runs so far that the value does not go on.
  private static int place(long[] values, int[] ends, int length, long value, boolean strict) {
    int from = 0;
    int to = length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      long other = values[ends[middle]];
      if (strict ? other < value : other <= value) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /// The numbers in order, each larger than the one before.
  ///
  /// @param values the first `count` of them
  /// @param step between two where there is no neighbour, 1 or more
  static long[] filled(long[] values, int count, long step) {
    long[] filled = Arrays.copyOf(values, count);
    boolean[] kept = kept(values, count, true);
    int last = -1;
    for (int i = 0; i < count; i++) {
      if (kept[i]) {
        spread(filled, last, i, step);
        last = i;
      }
    }
    for (int i = last + 1; i < count; i++) {
      filled[i] = last < 0 ? i * step : filled[last] + (i - last) * step;
    }
    for (int i = 1; i < count; i++) {
      filled[i] = Math.max(filled[i], filled[i - 1] + 1);
    }
    return filled;
  }

  /// Fills the places between two that stay; without a first one, counts down from the second.
  private static void spread(long[] values, int first, int second, long step) {
    for (int i = first + 1; i < second; i++) {
      values[i] =
          first < 0
              ? values[second] - (second - i) * step
              : values[first] + part(values[second] - values[first], i - first, second - first);
    }
  }

  /// So many parts of a number, without an overflow in between.
  private static long part(long number, int parts, int whole) {
    return number / whole * parts + number % whole * parts / whole;
  }
}
