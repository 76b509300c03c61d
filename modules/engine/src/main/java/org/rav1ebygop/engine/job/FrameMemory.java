package org.rav1ebygop.engine.job;

import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.frame.codec.FrameCodec;

/// Memory for the frames of a pipe that wait for an encoder.
///
/// @param bytes for all that is held
/// @param reserve frames that may wait as they are; when there are more, they are compressed
/// @param spill whether frames for which there is no room go to disk, instead of the producer
///   waiting
public record FrameMemory(long bytes, int reserve, boolean spill) {
  /// The frames of a file do not wait.
  public static final FrameMemory NONE = new FrameMemory(0, 0, false);

  /// The part of all memory in which frames are not compressed.
  private static final int RESERVE_PART = 4;

  private static final long MOST_RESERVE = 100_000;

  /// Divides the memory: frames that wait a short time only are not compressed.
  ///
  /// @param bytes at least [#least]
  /// @param readers how many slots read frames at the same time
  public static FrameMemory of(FrameLayout layout, long bytes, int readers, boolean spill) {
    long held = Math.max(0, bytes - workBytes(layout, readers, spill));
    long reserve = Math.min(MOST_RESERVE, held / RESERVE_PART / layout.frameBytes());
    return new FrameMemory(held, (int) reserve, spill);
  }

  /// The least that a job works with, in bytes: one more frame than it takes to decide a keyframe
  /// while an encoder reads another.
  ///
  /// @param lookahead of the splitter
  /// @param readers how many slots read frames at the same time
  public static long least(FrameLayout layout, int lookahead, int readers, boolean spill) {
    return (lookahead + 3) * layout.frameBytes() + workBytes(layout, readers, spill);
  }

  /// The same with a reserve that is large enough to decide keyframes.
  public FrameMemory forLookahead(int lookahead) {
    return new FrameMemory(bytes, Math.max(reserve, lookahead + 3), spill);
  }

  /// What compressing a frame takes, and for each reader restoring one and decoding one for the
  /// proof of its GOP. Where the producer never waits, a frame that is read where it is may not
  /// take the place of another.
  private static long workBytes(FrameLayout layout, int readers, boolean spill) {
    long work = new FrameCodec(layout).workBytes();
    return work + readers * (work + (spill ? 3 : 2) * layout.frameBytes());
  }
}
