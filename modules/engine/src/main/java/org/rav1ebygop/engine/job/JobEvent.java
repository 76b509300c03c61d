package org.rav1ebygop.engine.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.FrameQuality;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.ToolUse;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Slot;

/// Something that happened in a job.
public sealed interface JobEvent {
  /// A GOP starts here; its end is not known yet.
  record Keyframe(int gop, long frame) implements JobEvent {}

  /// All GOPs are known.
  record Planned(long frames, int gops) implements JobEvent {}

  /// An earlier run has made this GOP.
  record Reused(Gop gop, long bytes) implements JobEvent {}

  /// A slot has begun to encode a GOP.
  ///
  /// @param attempt from 1
  /// @param copy whether another slot is at it too, and the first to finish counts
  record Leased(int gop, long firstFrame, int attempt, Slot slot, boolean copy)
      implements JobEvent {}

  /// A GOP is encoded, verified and durable.
  record Stored(Gop gop, long bytes, Slot slot, int attempt, Duration time) implements JobEvent {}

  /// The frames of a finished GOP were measured by its encoder, now or in an earlier run.
  ///
  /// @param layout of the frames
  /// @param frames in order
  record Measured(Gop gop, FrameLayout layout, List<FrameQuality> frames) implements JobEvent {
    /// Copies the list.
    public Measured {
      frames = List.copyOf(frames);
    }
  }

  /// The encoder of a stored GOP has told which coding tools it used.
  record Coded(Gop gop, ToolUse tools) implements JobEvent {}

  /// An attempt came to nothing.
  ///
  /// @param frames of the GOP, or -1 while its end is not known
  /// @param reason one line
  /// @param log what is known of the attempt, a text file in the job directory, which is deleted
  ///   with it when the film is complete; null when it could not be written
  /// @param setAside true when the GOP is not tried again in this run
  record AttemptFailed(
      int gop,
      long firstFrame,
      int frames,
      int attempt,
      Slot slot,
      LeaseEnd end,
      String reason,
      @Nullable Path log,
      boolean setAside)
      implements JobEvent {}

  /// A slot has ended its lease because another one has finished the GOP sooner; this is no
  /// failure.
  record Superseded(int gop, long firstFrame, int attempt, Slot slot) implements JobEvent {}

  /// A lease ended before its GOP was done, for a reason that does not speak against the GOP: this
  /// does not count as a try, and the GOP waits again, unless another slot is at it too.
  record WaitsAgain(int gop, long firstFrame, int attempt, Slot slot, LeaseEnd end)
      implements JobEvent {}

  /// Other than before, so many GOPs are encoded at a time on this machine at the most.
  ///
  /// @param slots 0 or more; 0 is a pause
  /// @param reason one line
  record SlotsLimited(int slots, String reason) implements JobEvent {}

  /// A worker offers slots.
  record WorkerJoined(String worker, int slots) implements JobEvent {}

  /// A worker is gone.
  ///
  /// @param reason empty when it left in order
  record WorkerLeft(String worker, String reason) implements JobEvent {}

  /// Something the user should know, in one line.
  record Warning(String message) implements JobEvent {}
}
