package org.rav1ebygop.engine.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.av1.MalformedBitstreamException;
import org.rav1ebygop.av1.SequenceHeader;

/// Holds the one sequence header of a film: that of the first GOP to become part of it. GOPs that
/// fail before have no say. Used by any thread.
public final class SequenceHeaderGuard {
  private final FrameLayout layout;

  @GuardedBy("this")
  private @Nullable MemorySegment first;

  /// @param layout of the film's frames
  public SequenceHeaderGuard(FrameLayout layout) {
    this.layout = layout;
  }

  /// Compares the sequence header of a GOP that becomes part of the film.
  ///
  /// @return null when it is that of the film, from now on at the latest, else what is wrong
  public synchronized @Nullable String settle(MemorySegment header) {
    String difference = check(header);
    if (difference == null && first == null) {
      first = MemorySegment.ofArray(header.toArray(ValueLayout.JAVA_BYTE));
    }
    return difference;
  }

  /// Compares a sequence header.
  ///
  /// @return null when it may be that of the film, else what is wrong
  public synchronized @Nullable String check(MemorySegment header) {
    MemorySegment known = first;
    if (known == null) {
      return misfit(header);
    }
    return known.mismatch(header) < 0
        ? null
        : "its sequence header differs from that of the other GOPs, they cannot be joined";
  }

  private @Nullable String misfit(MemorySegment bytes) {
    try {
      SequenceHeader header = SequenceHeader.parse(bytes);
      if (header.maxWidth() == layout.width()
          && header.maxHeight() == layout.height()
          && header.color().bitDepth() == layout.bitDepth()
          && header.color().sampling() == layout.sampling()) {
        return null;
      }
      return String.format(
          Locale.ROOT,
          "it is %dx%d %s %d bit, but the source is %s",
          header.maxWidth(),
          header.maxHeight(),
          header.color().sampling(),
          header.color().bitDepth(),
          layout);
    } catch (MalformedBitstreamException e) {
      return "its sequence header is malformed: " + e.getMessage();
    }
  }
}
