package org.rav1ebygop.engine.store;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.SeekableSource;

/// The CRC-32C over the frames of each GOP, so that it is known later what a GOP was made of. Only
/// for a source that can be read again; of a pipe the log of keyframes tells. Used by any thread.
public final class FrameSums {
  private final @Nullable SeekableSource source;
  private final Runnable unchanged;

  private FrameSums(@Nullable SeekableSource source, Runnable requireUnchanged) {
    this.source = source;
    this.unchanged = requireUnchanged;
  }

  /// For a pipe.
  public static FrameSums none() {
    return new FrameSums(null, () -> {});
  }

  /// For a file.
  ///
  /// @param requireUnchanged throws when the source was written to since the job was opened
  public static FrameSums of(SeekableSource source, Runnable requireUnchanged) {
    return new FrameSums(source, requireUnchanged);
  }

  /// The sum of what one attempt is made of.
  Attempt attempt() {
    return new Attempt();
  }

  /// Whether a GOP was made of the frames that the source has now.
  ///
  /// @throws GopException of kind INPUT when the source cannot be read or is written to meanwhile
  boolean match(Gop gop, @Nullable String made) {
    SeekableSource file = source;
    if (file == null || gop.endFrame() > file.frameCount()) {
      return false;
    }
    var sum = new FrameSum();
    for (long i = gop.firstFrame(); i < gop.endFrame(); i++) {
      add(file, i, sum);
    }
    unchanged.run();
    return sum.digits().equals(made);
  }

  private static void add(SeekableSource file, long index, FrameSum sum) {
    try {
      sum.add(file.frame(index));
      file.release(index);
    } catch (InternalError e) {
      // Java makes it of a page of a mapped film that cannot be read
      throw new GopException(
          GopException.Kind.INPUT,
          String.format(
              Locale.ROOT,
              "frame %d cannot be read any more: the film was cut off, or its disk fails; restore it and start again",
              index),
          e);
    }
  }

  /// Sums the frames up as the encoder gets them.
  final class Attempt {
    private final FrameSum sum = new FrameSum();

    private Attempt() {}

    /// The encoder gets this frame.
    synchronized void sent(Frame frame) {
      if (source != null) {
        sum.add(frame);
      }
    }

    /// The sum of the GOP. Frames are read from a file once to be summed up and once more by the
    /// encoder: that these are the same, the file being unchanged after both tells.
    ///
    /// @return eight lower-case hexadecimal digits, or nothing for a pipe
    /// @throws GopException of kind INPUT when the source was written to
    synchronized String made() {
      if (source == null) {
        return "";
      }
      unchanged.run();
      return sum.digits();
    }
  }
}
