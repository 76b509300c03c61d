package org.rav1ebygop.av1;

import java.util.Arrays;

/// The set frame refs process, section 7.8: the seven references of a frame whose header names two
/// of them.
final class ShortReferences {
  private static final int LAST = 0;
  private static final int LAST2 = 1;
  private static final int LAST3 = 2;
  private static final int GOLDEN = 3;
  private static final int BACKWARD = 4;
  private static final int ALTERNATE2 = 5;
  private static final int ALTERNATE = 6;
  private static final int COUNT = 7;
  private static final int NONE = -1;

  /// Order hints of the slots, relative to the frame.
  private final int[] distances = new int[CodedSequence.SLOTS];

  private final boolean[] used = new boolean[CodedSequence.SLOTS];
  private final int[] references = new int[COUNT];

  private ShortReferences(CodedSequence sequence, FrameSyntax syntax, int orderHint) {
    for (int slot = 0; slot < distances.length; slot++) {
      distances[slot] = syntax.distance(sequence.orderHint(slot), orderHint);
    }
    Arrays.fill(references, NONE);
  }

  /// The slots of the seven references.
  ///
  /// @param named the slots of the last and of the golden frame, both before this one
  static int[] of(CodedSequence sequence, FrameSyntax syntax, int orderHint, int... named) {
    var search = new ShortReferences(sequence, syntax, orderHint);
    search.assign(LAST, named[0]);
    search.assign(GOLDEN, named[1]);
    return search.complete();
  }

  private int[] complete() {
    assign(ALTERNATE, latest(false));
    assign(BACKWARD, earliestBackward());
    assign(ALTERNATE2, earliestBackward());
    for (int reference : new int[] {LAST2, LAST3, BACKWARD, ALTERNATE2, ALTERNATE}) {
      if (references[reference] == NONE) {
        assign(reference, latest(true));
      }
    }
    int earliest = earliest();
    for (int i = 0; i < COUNT; i++) {
      if (references[i] == NONE) {
        references[i] = earliest;
      }
    }
    return references;
  }

  private void assign(int reference, int slot) {
    if (slot != NONE) {
      references[reference] = slot;
      used[slot] = true;
    }
  }

  /// The latest unused frame before this one, or of those at or after it.
  private int latest(boolean before) {
    int found = NONE;
    for (int slot = 0; slot < distances.length; slot++) {
      if (!used[slot]
          && (distances[slot] < 0) == before
          && (found == NONE || distances[slot] >= distances[found])) {
        found = slot;
      }
    }
    return found;
  }

  private int earliestBackward() {
    int found = NONE;
    for (int slot = 0; slot < distances.length; slot++) {
      if (!used[slot]
          && distances[slot] >= 0
          && (found == NONE || distances[slot] < distances[found])) {
        found = slot;
      }
    }
    return found;
  }

  /// The earliest frame of all, used or not.
  private int earliest() {
    int found = 0;
    for (int slot = 1; slot < distances.length; slot++) {
      if (distances[slot] < distances[found]) {
        found = slot;
      }
    }
    return found;
  }
}
