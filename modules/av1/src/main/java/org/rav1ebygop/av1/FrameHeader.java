package org.rav1ebygop.av1;

/// What a frame header says, as far as it is read; section 5.9.2.
sealed interface FrameHeader {
  /// A frame that is decoded earlier and shown now: `show_existing_frame`.
  ///
  /// @param slot where it is
  /// @param frame what it is
  record Existing(int slot, Coded frame) implements FrameHeader {}

  /// A frame that is coded here.
  ///
  /// @param type how it is coded
  /// @param shown whether it is shown at once
  /// @param showable whether it may be shown later
  /// @param refresh the slots it goes into, a bit for each
  /// @param orderHint low bits of its presentation index, 0 when there are no order hints
  /// @param frameId 0 when frames have no ids
  /// @param size in samples
  /// @param tiles how it is cut
  /// @param baseQIndex `base_q_idx`, 0–255
  record Coded(
      FrameType type,
      boolean shown,
      boolean showable,
      int refresh,
      int orderHint,
      int frameId,
      FrameSize size,
      TileInfo tiles,
      int baseQIndex)
      implements FrameHeader {

    /// The same, to be shown no more.
    Coded notShowable() {
      return new Coded(type, shown, false, refresh, orderHint, frameId, size, tiles, baseQIndex);
    }
  }
}
