package org.rav1ebygop.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Rational;

/// A place in the film where the user wants a keyframe.
///
/// @param text as given
/// @param value a frame number, or seconds from the start
/// @param isTime which of the two
record ForcedMoment(String text, BigDecimal value, boolean isTime) {
  private static final int MAX_FILE_BYTES = 1 << 20;
  private static final Pattern FRAME = Pattern.compile("\\d{1,10}");
  private static final Pattern SECONDS = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)s");
  private static final Pattern CLOCK =
      Pattern.compile("(?:(\\d{1,6}):)?(\\d{1,6}):(\\d{1,2}(?:\\.\\d{1,9})?)");
  private static final BigDecimal SIXTY = BigDecimal.valueOf(60);

  /// The file that the option names, or null.
  static @Nullable String file(@Nullable String option) {
    return option != null && option.startsWith("@") ? option.substring(1) : null;
  }

  /// Reads the option.
  ///
  /// @param option moments between commas and white space, or `@FILE` for a file of them, in which
  ///   a comment goes from `#` to the end of the line
  /// @throws GopException of kind USAGE
  static List<ForcedMoment> list(@Nullable String option) {
    if (option == null) {
      return List.of();
    }
    var moments = new ArrayList<ForcedMoment>();
    String name = file(option);
    if (name != null) {
      String[] lines = read(name).split("\n", -1);
      for (int i = 0; i < lines.length; i++) {
        add(
            moments,
            String.format(Locale.ROOT, "%s, line %d", name, i + 1),
            lines[i].replaceFirst("#.*", ""));
      }
    } else {
      add(moments, "--force-keyframes", option);
    }
    if (moments.isEmpty()) {
      throw GopException.usage("--force-keyframes %s names no keyframes".formatted(option));
    }
    return moments;
  }

  /// The frame that is shown first at or after this moment.
  ///
  /// @throws GopException of kind USAGE when a film cannot have that many frames
  long frame(Rational frameRate) {
    BigDecimal frame = value;
    if (isTime) {
      frame =
          value
              .multiply(BigDecimal.valueOf(frameRate.numerator()))
              .divide(BigDecimal.valueOf(frameRate.denominator()), 0, RoundingMode.CEILING);
    }
    if (frame.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
      throw GopException.usage(
          String.format(
              Locale.ROOT,
              "--force-keyframes: %s is after the last possible frame, %d",
              text,
              Integer.MAX_VALUE));
    }
    return frame.longValueExact();
  }

  private static void add(List<ForcedMoment> moments, String place, String line) {
    for (String word : line.strip().split("[\\s,]+", -1)) {
      if (!word.isEmpty()) {
        moments.add(moment(word, place));
      }
    }
  }

  private static ForcedMoment moment(String word, String place) {
    Matcher seconds = SECONDS.matcher(word);
    Matcher clock = CLOCK.matcher(word);
    if (FRAME.matcher(word).matches()) {
      return new ForcedMoment(word, new BigDecimal(word), false);
    }
    if (seconds.matches()) {
      return new ForcedMoment(word, new BigDecimal(seconds.group(1)), true);
    }
    if (clock.matches()) {
      return new ForcedMoment(word, time(clock, place), true);
    }
    String shown = word.replaceAll("\\p{Cntrl}", "?");
    throw GopException.usage(
        "%s: '%s' is neither a frame number nor a time such as 90s, 1:30 or 0:01:30.5"
            .formatted(place, shown.length() > 40 ? shown.substring(0, 40) + "..." : shown));
  }

  private static BigDecimal time(Matcher clock, String place) {
    var seconds = new BigDecimal(clock.group(3));
    var minutes = new BigDecimal(clock.group(2));
    String hours = clock.group(1);
    if (seconds.compareTo(SIXTY) >= 0 || (hours != null && minutes.compareTo(SIXTY) >= 0)) {
      throw GopException.usage(
          "%s: %s is no time, minutes and seconds go up to 59".formatted(place, clock.group()));
    }
    if (hours != null) {
      minutes = minutes.add(new BigDecimal(hours).multiply(SIXTY));
    }
    return seconds.add(minutes.multiply(SIXTY));
  }

  private static String read(String name) {
    try (InputStream in = Files.newInputStream(Path.of(name))) {
      byte[] text = in.readNBytes(MAX_FILE_BYTES + 1);
      if (text.length > MAX_FILE_BYTES) {
        throw GopException.usage(
            String.format(
                Locale.ROOT,
                "--force-keyframes: %s is longer than %d bytes",
                name,
                MAX_FILE_BYTES));
      }
      return new String(text, UTF_8).replace("\uFEFF", "");
    } catch (NoSuchFileException | InvalidPathException _) {
      throw GopException.usage("--force-keyframes: there is no file %s".formatted(name));
    } catch (IOException e) {
      throw GopException.usage(
          "--force-keyframes: cannot read %s: %s".formatted(name, e.getMessage()));
    }
  }
}
