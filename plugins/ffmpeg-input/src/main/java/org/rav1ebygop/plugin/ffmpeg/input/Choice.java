package org.rav1ebygop.plugin.ffmpeg.input;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.ChromaPosition;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.PixelRange;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.child.film.Facts;

/// What the user wants read otherwise than the film says.
///
/// @param stream among the streams of moving pictures, from 0
/// @param filter filter graph of ffmpeg, or null
/// @param frameRate or null
/// @param range or null
/// @param chromaPosition or null
/// @param acceptDamage whether to go on where ffmpeg complains
/// @param dropDolbyVision whether colours may become wrong
/// @param constantRate whether all frames are shown for the same time
record Choice(
    int stream,
    @Nullable String filter,
    @Nullable Rational frameRate,
    @Nullable PixelRange range,
    @Nullable ChromaPosition chromaPosition,
    boolean acceptDamage,
    boolean constantRate,
    boolean dropDolbyVision) {
  static final List<OptionSpec> OPTIONS =
      List.of(
          new OptionSpec("video-stream", "N", "Which video stream, from 0 (default: the first)"),
          new OptionSpec("video-filter", "GRAPH", "Filters of ffmpeg, as its -vf takes them"),
          new OptionSpec(
              "frame-rate",
              "N/D",
              "Show frames at this rate from the first one on, whatever the film tells"),
          new OptionSpec(
              "range", "RANGE", "limited or full, when the film tells none or the wrong one"),
          new OptionSpec("chroma", "POSITION", "unknown, vertical or colocated, of 4:2:0 chroma"),
          new OptionSpec(
              "dolby-vision", "drop", "Encode a film whose colours only Dolby Vision shows right"),
          new OptionSpec("damage", "accept", "Go on where ffmpeg complains about the film"),
          new OptionSpec(
              "times", "constant", "Show all frames for the same time, from the first one on"));

  private static final int MOST_STREAMS = 1000;

  /// @throws GopException of kind USAGE when a value makes no sense
  static Choice of(Options options) {
    String filter = options.get("video-filter");
    if (filter != null && filter.isBlank()) {
      throw GopException.usage("option video-filter names no filter");
    }
    return new Choice(
        options.getInt("video-stream", 0, 0, MOST_STREAMS),
        filter,
        frameRate(options.get("frame-rate")),
        constant(PixelRange.class, "range", options),
        constant(ChromaPosition.class, "chroma", options),
        word("damage", "accept", options),
        word("times", "constant", options),
        word("dolby-vision", "drop", options));
  }

  private static @Nullable Rational frameRate(@Nullable String text) {
    Rational rate = text == null ? null : Facts.ratio(text, true);
    if (text != null && rate == null) {
      throw GopException.usage(
          "option frame-rate is a number or ratio such as 25 or 24000/1001, not '%s'"
              .formatted(text));
    }
    return rate;
  }

  private static boolean word(String name, String word, Options options) {
    String value = options.get(name);
    if (value != null && !value.equals(word)) {
      throw GopException.usage("option %s is %s or not set, not '%s'".formatted(name, word, value));
    }
    return value != null;
  }

  private static <E extends Enum<E>> @Nullable E constant(
      Class<E> type, String name, Options options) {
    String value = options.get(name);
    if (value == null) {
      return null;
    }
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(value)) {
        return constant;
      }
    }
    throw GopException.usage(
        "option %s: there is no '%s' among %s"
            .formatted(name, value, List.of(type.getEnumConstants())));
  }
}
