package org.rav1ebygop.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.job.FrameMemory;

/// How much memory this program may take while it reads a pipe.
///
/// @param bytes with everything: the virtual machine and the frames that wait
/// @param frames the part for frames
record PipeMemory(long bytes, FrameMemory frames) {
  /// What the virtual machine takes at the most; docs/adr/0004 has the figures.
  static final long PROGRAM_BYTES = 170_000_000;

  /// Frames that are always held as they are when the user does not say how much memory to take, so
  /// that slots do not wait for each single frame.
  private static final int COMFORTABLE_LOOKAHEAD = 29;

  /// Frames to hold at the most when the user does not say how much memory to take.
  private static final long MOST_FRAMES = 100_000;

  /// So little that frames may take it on any machine.
  private static final long LITTLE_BYTES = 64_000_000;

  /// How many times smaller compressing makes frames that are not too grainy.
  private static final int USUAL_RATIO = 2;

  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([kKmMgG]?)");

  /// What is to be held.
  ///
  /// @param keyint most frames in a GOP
  /// @param lookahead of the splitter
  record Film(FrameLayout layout, int keyint, int lookahead) {}

  /// What the user asks for.
  ///
  /// @param size as `--frame-memory` takes it; null leaves it to us
  /// @param spill whether frames may go to disk
  record Wish(@Nullable String size, boolean spill) {
    /// @throws GopException of kind USAGE when the size is none
    Wish {
      if (size != null) {
        var _ = parse(size);
      }
    }
  }

  /// Decides: room for a whole GOP in each slot and one more being read, as far as memory allows.
  ///
  /// @param left bytes that the encoders leave
  /// @throws GopException of kind USAGE when a wish makes no sense
  static PipeMemory of(Film film, Wish wish, int slots, long left) {
    long bytes =
        wish.size == null
            ? suitable(film, wish, slots, left)
            : wished(film, wish, wish.size, slots);
    FrameMemory frames =
        FrameMemory.of(film.layout, bytes - PROGRAM_BYTES, slots, wish.spill)
            .forLookahead(film.lookahead);
    return new PipeMemory(bytes, frames);
  }

  /// Bytes of a size such as `800M`: decimal units, as this program prints them.
  ///
  /// @throws GopException of kind USAGE when it is none
  static long parse(String size) {
    Matcher match = SIZE.matcher(size);
    if (!match.matches()) {
      throw GopException.usage(
          "--frame-memory is a size such as 800M or 2G, not '%s'".formatted(size));
    }
    long unit =
        switch (match.group(2)) {
          case "k", "K" -> 1_000;
          case "m", "M" -> 1_000_000;
          case "g", "G" -> 1_000_000_000;
          default -> 1;
        };
    return Math.min(Long.parseLong(match.group(1)), Long.MAX_VALUE / 4 / unit) * unit;
  }

  private static long wished(Film film, Wish wish, String size, int slots) {
    long bytes = parse(size);
    long least = least(film, film.lookahead, wish, slots);
    if (bytes < least) {
      throw GopException.usage(
          String.format(
              Locale.ROOT,
              "--frame-memory %s is too little for frames of %s; it takes %dM or more",
              size,
              film.layout,
              (least + 999_999) / 1_000_000));
    }
    return bytes;
  }

  private static long suitable(Film film, Wish wish, int slots, long left) {
    int lookahead = Math.max(film.lookahead, COMFORTABLE_LOOKAHEAD);
    long least = least(film, lookahead, wish, slots);
    long frames = Math.min((slots + 1L) * film.keyint, MOST_FRAMES);
    long held = Math.max(frames * film.layout.frameBytes() / USUAL_RATIO, LITTLE_BYTES);
    long work = FrameMemory.least(film.layout, 0, slots, wish.spill);
    long wanted = PROGRAM_BYTES + held + work;
    return Math.max(least, Math.min(wanted, left));
  }

  private static long least(Film film, int lookahead, Wish wish, int slots) {
    return PROGRAM_BYTES + FrameMemory.least(film.layout, lookahead, slots, wish.spill);
  }
}
