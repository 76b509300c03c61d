package org.rav1ebygop.engine.plan;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.KeyframeDecision;

/// The GOPs of a film as far as they are decided. One thread decides frame after frame; any thread
/// asks, and waits where the answer is not there yet.
public final class FilmPlan {

  @GuardedBy("this")
  private final List<Long> keyframes = new ArrayList<>();

  @GuardedBy("this")
  private long decided;

  @GuardedBy("this")
  private boolean ended;

  @GuardedBy("this")
  private @Nullable GopException failure;

  /// Takes the decision on the next frame.
  ///
  /// @throws GopException of kind BUG when it is not the next frame, or the first is no keyframe
  public synchronized void decide(KeyframeDecision decision) {
    if (decision.frame() != decided || (decided == 0 && !decision.keyframe())) {
      throw GopException.bug(
          String.format(
              Locale.ROOT,
              "the splitter decided frame %d (keyframe: %s) where frame %d was due",
              decision.frame(),
              decision.keyframe(),
              decided),
          null);
    }
    if (decision.keyframe()) {
      keyframes.add(decided);
    }
    decided++;
    notifyAll();
  }

  /// All frames are decided.
  public synchronized void end() {
    ended = true;
    notifyAll();
  }

  /// There will be no further decisions, because of this; the first reason counts.
  public synchronized void fail(GopException reason) {
    if (failure == null) {
      failure = reason;
    }
    notifyAll();
  }

  /// Whether a frame at or after the start of a GOP belongs to it; waits until that is decided.
  ///
  /// @throws GopException when it will never be decided
  public synchronized boolean contains(int gop, long frame) throws InterruptedException {
    while (!decided(gop, frame)) {
      GopException reason = failure;
      if (reason != null) {
        throw new GopException(reason.kind(), reason.getMessage(), reason);
      }
      wait();
    }
    return frame < endOf(gop);
  }

  /// Whether it is decided if a frame at or after the start of a GOP belongs to it.
  public synchronized boolean decided(int gop, long frame) {
    return frame < decided || ended || gop < keyframes.size() - 1;
  }

  /// The index of the first frame after a GOP, or after what is known of it.
  public synchronized long endSoFar(int gop) {
    return endOf(gop);
  }

  /// Frames of a GOP, or -1 while its end is not decided.
  public synchronized int frameCount(int gop) {
    return gop == keyframes.size() - 1 && !ended
        ? -1
        : Math.toIntExact(endOf(gop) - keyframes.get(gop));
  }

  /// A GOP whose end is decided.
  public synchronized Gop gop(int index) {
    return new Gop(index, keyframes.get(index), frameCount(index));
  }

  /// Index in the source of a GOP's first frame.
  public synchronized long firstFrame(int gop) {
    return keyframes.get(gop);
  }

  /// GOPs that have started.
  public synchronized int gopCount() {
    return keyframes.size();
  }

  /// Frames that are decided.
  public synchronized long frames() {
    return decided;
  }

  /// Whether all frames are decided.
  public synchronized boolean ended() {
    return ended;
  }

  /// Waits until all frames are decided.
  ///
  /// @return how many there are, or -1 when that will never be known
  public synchronized long awaitEnd() throws InterruptedException {
    while (!ended && failure == null) {
      wait();
    }
    return ended ? decided : -1;
  }

  @GuardedBy("this")
  private long endOf(int gop) {
    return gop + 1 < keyframes.size() ? keyframes.get(gop + 1) : decided;
  }
}
