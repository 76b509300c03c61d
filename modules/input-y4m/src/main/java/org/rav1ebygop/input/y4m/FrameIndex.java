package org.rav1ebygop.input.y4m;

import java.util.Arrays;
import org.rav1ebygop.y4m.FrameLines;

/// Where the frames of a file are. Used by several threads at once.
sealed interface FrameIndex {
  /// Frames in the file, 1 or more.
  long count();

  /// Where the bytes of a frame start, after its line, which is checked.
  ///
  /// @param index 0 to `count() - 1`
  /// @throws org.rav1ebygop.api.GopException of kind INPUT when there is no frame any more
  long dataOf(long index);

  /// Finds the frames of a file whose size must be that of whole frames.
  ///
  /// Files are taken for uniform when their size and their lines at up to 32 places say so; all
  /// others are walked through once, which touches each frame's line.
  ///
  /// @param first where the line of the first frame starts
  /// @throws org.rav1ebygop.api.GopException of kind INPUT when the file does not end with a whole
  ///   frame
  static FrameIndex of(FrameLines lines, long first) {
    if (first == lines.size()) {
      throw lines.faults().noFrames();
    }
    var uniform = Uniform.guess(lines, first);
    if (!uniform.plausible()) {
      return Checkpoints.scan(lines, first);
    }
    long end = first + uniform.count() * uniform.stride();
    return end == lines.size() ? uniform : afterUniform(uniform, end);
  }

  /// The index of a file that is uniform up to `end`, but goes on.
  private static FrameIndex afterUniform(Uniform uniform, long end) {
    var lines = uniform.lines();
    long compared = Math.min(uniform.lineBytes(), lines.size() - end);
    var tail = lines.bytes().asSlice(end, compared);
    if (tail.mismatch(lines.bytes().asSlice(uniform.first(), compared)) < 0) {
      lines.end(uniform.count(), end);
    }
    return Checkpoints.scan(lines, uniform.first());
  }

  /// All lines are of one length.
  ///
  /// @param first where the line of the first frame starts
  /// @param lineBytes of each line, newline included
  record Uniform(FrameLines lines, long first, int lineBytes) implements FrameIndex {
    private static final int PROBES = 32;

    static Uniform guess(FrameLines lines, long first) {
      return new Uniform(lines, first, lines.lineBytes(0, first));
    }

    @Override
    public long count() {
      return (lines.size() - first) / stride();
    }

    @Override
    public long dataOf(long index) {
      long at = first + index * stride();
      if (lines.lineBytes(index, at) != lineBytes) {
        throw lines.faults().frameMoved(index, at);
      }
      return at + lineBytes;
    }

    long stride() {
      return lineBytes + lines.frameBytes();
    }

    /// Whether lines start where they should at up to [#PROBES] places, the last frame's included.
    boolean plausible() {
      long last = count() - 1;
      long step = Math.max(1, last / PROBES);
      for (long index = last; index > 0; index -= step) {
        if (!lines.hasLine(first + index * stride(), lineBytes)) {
          return false;
        }
      }
      return true;
    }
  }

  /// Lines are of several lengths: remembers where every `step`th line starts and walks from there.
  /// `step` doubles whenever [#MAX_CHECKPOINTS] are not enough, so that no file takes more than 512
  /// KiB.
  final class Checkpoints implements FrameIndex {
    private static final int MAX_CHECKPOINTS = 65_536;

    private final FrameLines lines;
    private long[] starts = new long[64];
    private long step = 1;
    private long count;

    private Checkpoints(FrameLines lines) {
      this.lines = lines;
    }

    static Checkpoints scan(FrameLines lines, long first) {
      var index = new Checkpoints(lines);
      for (long at = first; at < lines.size(); at = lines.end(index.count - 1, at)) {
        index.add(at);
      }
      return index;
    }

    @Override
    public long count() {
      return count;
    }

    @Override
    public long dataOf(long index) {
      long known = index / step;
      long at = starts[(int) known];
      for (long i = known * step; i < index; i++) {
        at = lines.end(i, at);
      }
      return at + lines.lineBytes(index, at);
    }

    private void add(long start) {
      if (count / step == MAX_CHECKPOINTS) {
        thinOut();
      }
      if (count % step == 0) {
        int known = (int) (count / step);
        if (known == starts.length) {
          starts = Arrays.copyOf(starts, 2 * known);
        }
        starts[known] = start;
      }
      count++;
    }

    private void thinOut() {
      step *= 2;
      for (int i = 0; i < MAX_CHECKPOINTS / 2; i++) {
        starts[i] = starts[2 * i];
      }
    }
  }
}
