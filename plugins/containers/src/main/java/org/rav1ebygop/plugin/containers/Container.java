package org.rav1ebygop.plugin.containers;

import java.util.List;
import java.util.Set;

/// What containers hold, and how ffmpeg is told to make them.
enum Container {
  MKV("Matroska", "matroska", "-default_mode", "passthrough"),
  WEBM("WebM", "webm", "-default_mode", "passthrough"),
  MP4("MP4", "mp4", "-movflags", "+faststart");

  private static final Set<String> TEXT =
      Set.of("subrip", "ass", "ssa", "webvtt", "mov_text", "text");

  final String title;
  final String format;
  private final String option;
  private final String value;

  /// @param title as people write it
  /// @param format as ffmpeg names it
  /// @param option of ffmpeg's muxer
  /// @param value of the option
  Container(String title, String format, String option, String value) {
    this.title = title;
    this.format = format;
    this.option = option;
    this.value = value;
  }

  /// Arguments of ffmpeg's muxer.
  List<String> arguments() {
    return List.of(option, value);
  }

  /// Whether it holds sound of a codec. What ffmpeg can put into Matroska, it tells when asked.
  boolean holdsAudio(String codec) {
    return switch (this) {
      case MKV -> !codec.isEmpty();
      case WEBM -> Set.of("opus", "vorbis").contains(codec);
      case MP4 ->
          Set.of("aac", "mp3", "mp2", "ac3", "eac3", "alac", "flac", "opus", "dts").contains(codec);
    };
  }

  /// As what it holds subtitles of a codec: `copy`, a codec to convert text to, or nothing.
  String subtitles(String codec) {
    boolean text = TEXT.contains(codec);
    return switch (this) {
      case MKV -> codec.equals("mov_text") ? "subrip" : codec.isEmpty() ? "" : "copy";
      case WEBM -> codec.equals("webvtt") ? "copy" : text ? "webvtt" : "";
      case MP4 -> codec.equals("mov_text") ? "copy" : text ? "mov_text" : "";
    };
  }

  /// Whether it holds files, such as fonts.
  boolean holdsAttachments() {
    return this == MKV;
  }
}
