package org.rav1ebygop.av1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a decoder remembers from one frame to the next, as far as headers depend on it: the
/// sequence header and the eight reference slots (section 7.20).
final class CodedSequence {
  /// `NUM_REF_FRAMES`.
  static final int SLOTS = 8;

  /// All slots, as a mask.
  static final int ALL_SLOTS = (1 << SLOTS) - 1;

  private @Nullable SequenceHeader header;
  private final FrameHeader.@Nullable Coded[] slots = new FrameHeader.@Nullable Coded[SLOTS];
  private final int[] orderHints = new int[SLOTS];

  /// The sequence header in force, or null when none has come.
  @Nullable SequenceHeader header() {
    return header;
  }

  /// A sequence header has come; one that differs ends what was before it (section 7.5).
  void begin(SequenceHeader next) {
    if (!next.equals(header)) {
      Arrays.fill(slots, null);
      header = next;
    }
  }

  /// The frame in a slot, or null when it is empty.
  FrameHeader.@Nullable Coded frame(int slot) {
    return slots[slot];
  }

  /// `RefOrderHint`.
  int orderHint(int slot) {
    return orderHints[slot];
  }

  /// A frame header tells which order hint a slot has; if it has another, its frame was lost.
  void expectOrderHint(int slot, int orderHint) {
    if (orderHints[slot] != orderHint) {
      slots[slot] = null;
      orderHints[slot] = orderHint;
    }
  }

  /// The reference frame update process, section 7.20.
  void update(FrameHeader.Coded frame, int refresh) {
    for (int slot = 0; slot < SLOTS; slot++) {
      if (((refresh >> slot) & 1) != 0) {
        slots[slot] = frame;
        orderHints[slot] = frame.orderHint();
      }
    }
  }
}
