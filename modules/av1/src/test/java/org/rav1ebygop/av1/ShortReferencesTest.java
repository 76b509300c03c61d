package org.rav1ebygop.av1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

/// Worked through by hand from section 7.8.
class ShortReferencesTest {
  private static final FrameSyntax SYNTAX =
      new FrameSyntax(8, 8, 0, 0, false, 2, 2, 5, false, false);

  @Test
  void framesAfterAreTheBackwardReferencesAndFramesBeforeTheForwardOnes() {
    // LAST 10 and GOLDEN 2 are named; backward: latest 24, then earliest 14, then 16;
    // forward: latest 8, then 6.
    int[] references = ShortReferences.of(hints(2, 10, 8, 6, 14, 16, 24, 4), SYNTAX, 12, 1, 0);
    assertArrayEquals(new int[] {1, 2, 3, 0, 4, 5, 6}, references);
  }

  @Test
  void withoutFramesAfterTheRestIsFilledWithTheEarliest() {
    // All slots hold 0 but the two named ones: forward candidates with equal hints are taken from
    // the highest slot down.
    int[] references = ShortReferences.of(hints(4, 2, 0, 0, 0, 0, 0, 0), SYNTAX, 5, 0, 1);
    assertArrayEquals(new int[] {0, 7, 6, 1, 5, 4, 3}, references);
  }

  @Test
  void whenEveryFrameIsUsedTheEarliestIsRepeated() {
    // Backward: 6 (latest), 5 and 4 are taken by slots 7, 5 and 6; the frames after that are left
    // over cannot be forward references.
    int[] references = ShortReferences.of(hints(1, 2, 8, 8, 8, 5, 6, 9), SYNTAX, 4, 1, 0);
    assertArrayEquals(new int[] {1, 0, 0, 0, 5, 6, 7}, references);
  }

  @Test
  void orderHintsWrapAround() {
    // 30 and 31 come before 1, not after it.
    int[] references = ShortReferences.of(hints(31, 30, 3, 3, 3, 3, 3, 3), SYNTAX, 1, 0, 1);
    assertArrayEquals(new int[] {0, 1, 1, 1, 2, 3, 7}, references);
  }

  private static CodedSequence hints(int... hints) {
    var sequence = new CodedSequence();
    for (int slot = 0; slot < hints.length; slot++) {
      sequence.expectOrderHint(slot, hints[slot]);
    }
    return sequence;
  }
}
