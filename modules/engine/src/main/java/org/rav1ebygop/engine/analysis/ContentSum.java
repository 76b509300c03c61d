package org.rav1ebygop.engine.analysis;

import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;

/// The CRC-32C over all frames so far, after each frame that is not decided yet. A pipe has no
/// other content to know it by when an interrupted job goes on.
public final class ContentSum {
  private final @Nullable CRC32C crc;
  private final Runnable unchanged;
  private final Map<Long, Integer> open = new HashMap<>();

  private ContentSum(@Nullable CRC32C crc, Runnable requireUnchanged) {
    this.crc = crc;
    this.unchanged = requireUnchanged;
  }

  /// For a source without a fingerprint.
  public static ContentSum ofFrames() {
    return new ContentSum(new CRC32C(), () -> {});
  }

  /// Always 0, for a source that has a fingerprint.
  ///
  /// @param requireUnchanged throws when the source was written to since the job was opened
  public static ContentSum none(Runnable requireUnchanged) {
    return new ContentSum(null, requireUnchanged);
  }

  void add(Frame frame) {
    CRC32C sum = crc;
    if (sum != null) {
      sum.update(frame.data().asByteBuffer());
      open.put(frame.index(), (int) sum.getValue());
    }
  }

  /// The sum after a frame; asked once for each.
  int upTo(long frame) {
    Integer sum = open.remove(frame);
    return sum == null ? 0 : sum;
  }

  /// The sum over all frames, which were those of one film.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind INPUT when the source was written to
  int ofAll() {
    unchanged.run();
    CRC32C sum = crc;
    return sum == null ? 0 : (int) sum.getValue();
  }
}
