package org.rav1ebygop.child.film;

import java.util.Locale;

/// One stream in the file of a film.
///
/// @param index among all streams, from 0
/// @param type `video`, `audio`, `subtitle`, `attachment` or `data`; empty when ffmpeg does not
///   know
/// @param codec as ffmpeg names it; empty when it does not know it
/// @param facts everything that ffprobe says of it
public record FilmStream(int index, String type, String codec, Facts facts) {
  static FilmStream of(Facts facts) {
    return new FilmStream(
        (int) facts.number("index"), facts.text("codec_type"), facts.text("codec_name"), facts);
  }

  /// Whether it is moving pictures.
  public boolean isVideo() {
    return type.equals("video") && !isCover();
  }

  /// Whether it is a picture that goes with the film.
  public boolean isCover() {
    return type.equals("video")
        && (facts.flag("disposition.attached_pic") || facts.flag("disposition.timed_thumbnails"));
  }

  /// For messages: `audio stream 2 (dts, eng)`.
  @Override
  public String toString() {
    String language = facts.text("tags.language");
    String what = codec.isEmpty() ? "unknown codec" : codec;
    return String.format(
        Locale.ROOT,
        "%s stream %d (%s%s)",
        type.isEmpty() ? "unknown" : type,
        index,
        what,
        language.isEmpty() ? "" : ", " + language);
  }
}
