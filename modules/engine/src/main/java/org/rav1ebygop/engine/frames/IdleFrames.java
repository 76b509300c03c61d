package org.rav1ebygop.engine.frames;

import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The frames in memory that no slot reads, in their order, by what can be done with them. A frame
/// is taken out before it changes and put back after. Not safe for use by several threads.
final class IdleFrames {
  private final NavigableSet<HeldFrame> rawAndSent = inOrder();
  private final NavigableSet<HeldFrame> rawAndUnsent = inOrder();
  private final NavigableSet<HeldFrame> packedAndSent = inOrder();

  private static NavigableSet<HeldFrame> inOrder() {
    return new TreeSet<>(Comparator.comparingLong(frame -> frame.index));
  }

  /// Puts a frame back; one that a slot reads is none of these.
  void add(HeldFrame frame) {
    NavigableSet<HeldFrame> kind = kind(frame);
    if (kind != null) {
      kind.add(frame);
    }
  }

  /// Takes a frame out, if it is there.
  void remove(HeldFrame frame) {
    NavigableSet<HeldFrame> kind = kind(frame);
    if (kind != null) {
      kind.remove(frame);
    }
  }

  /// How many of them are not compressed.
  int raws() {
    return rawAndSent.size() + rawAndUnsent.size();
  }

  /// The one to compress next, or null: the oldest that an encoder has, else the newest.
  @Nullable HeldFrame toCompress() {
    if (!rawAndSent.isEmpty()) {
      return rawAndSent.first();
    }
    return rawAndUnsent.isEmpty() ? null : rawAndUnsent.last();
  }

  /// The oldest one that an encoder has, or null.
  @Nullable HeldFrame oldestSent() {
    if (rawAndSent.isEmpty() || packedAndSent.isEmpty()) {
      NavigableSet<HeldFrame> other = rawAndSent.isEmpty() ? packedAndSent : rawAndSent;
      return other.isEmpty() ? null : other.first();
    }
    HeldFrame raw = rawAndSent.first();
    HeldFrame packed = packedAndSent.first();
    return raw.index < packed.index ? raw : packed;
  }

  private @Nullable NavigableSet<HeldFrame> kind(HeldFrame frame) {
    if (frame.isRead()) {
      return null;
    }
    return switch (frame.kept()) {
      case Kept.Raw _ -> frame.isSent() ? rawAndSent : rawAndUnsent;
      case Kept.Packed _ -> frame.isSent() ? packedAndSent : null;
      case Kept.OnDisk _ -> null;
    };
  }
}
