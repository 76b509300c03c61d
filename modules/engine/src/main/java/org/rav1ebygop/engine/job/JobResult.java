package org.rav1ebygop.engine.job;

import java.time.Duration;
import java.util.List;
import org.rav1ebygop.api.Gop;

/// How a job ended. A job that fails as a whole throws instead.
public sealed interface JobResult {
  /// Every frame of the source is in the output, exactly once, and every packet was checked.
  ///
  /// @param gops of the film
  /// @param bytes of all packets
  /// @param types frames by type
  /// @param framesReused frames an earlier run had encoded
  /// @param readBack whether the finished file was read back and proven
  /// @param time of this run
  record Complete(
      List<Gop> gops,
      long bytes,
      List<FrameTypeCount> types,
      long framesReused,
      boolean readBack,
      Duration time)
      implements JobResult {
    /// Frames of the film.
    public long frames() {
      return gops.getLast().endFrame();
    }
  }

  /// Some GOPs could not be encoded; all others are kept for `--resume`.
  ///
  /// @param setAside what is missing
  /// @param frames of the film
  /// @param framesDone frames in finished GOPs
  record Incomplete(List<SetAside> setAside, long frames, long framesDone, Duration time)
      implements JobResult {}
}
