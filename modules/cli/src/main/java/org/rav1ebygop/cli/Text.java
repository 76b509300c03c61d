package org.rav1ebygop.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Locale;
import org.rav1ebygop.api.Gop;

/// Numbers as people read them.
final class Text {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

  private Text() {}

  /// Why a file could not be used, without its name.
  static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "no permission";
      case NoSuchFileException _ -> "there is no such folder";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }

  /// Decimal units, three digits: `4.14 MB`.
  static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return number(unit == 0 ? 0 : value < 9.995 ? 2 : value < 99.95 ? 1 : 0, value)
        + " "
        + UNITS[unit];
  }

  /// `1:02:03`, or `2:03` below an hour.
  static String clock(Duration time) {
    long seconds = time.toSeconds();
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /// A GOP and its frames, as far as they are known.
  ///
  /// @param frames how many, or -1
  static String gop(int index, long firstFrame, int frames) {
    return frames > 0
        ? new Gop(index, firstFrame, frames).toString()
        : String.format(Locale.ROOT, "GOP %d (from frame %d)", index, firstFrame);
  }

  /// With so many decimals.
  static String number(int decimals, double value) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /// Frames per second.
  static String fps(double fps) {
    return number(fps < 9.95 ? 2 : 1, fps);
  }

  /// A word as a POSIX shell takes it.
  static String shell(String word) {
    return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /// `1 frame`, `2 frames`.
  static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
