package org.rav1ebygop.plugin.containers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Set;

/// What containers hold, and how ffmpeg is told to make them.
enum Container {
  MKV("Matroska", "matroska"),
  WEBM("WebM", "webm"),
  MP4("MP4", "mp4");

  /// The element that each Matroska file starts with.
  private static final String EBML = "\u001aE\u00df\u00a3";

  /// Tags that MP4 has names of its own for. Others only fit into its list of named values, which
  /// not all players read.
  private static final Set<String> MP4_TAGS =
      Set.of(
          "title",
          "artist",
          "album_artist",
          "composer",
          "album",
          "date",
          "comment",
          "genre",
          "copyright",
          "grouping",
          "lyrics",
          "description",
          "synopsis",
          "show",
          "episode_id",
          "network",
          "keywords",
          "episode_sort",
          "season_number",
          "media_type",
          "hd_video",
          "gapless_playback",
          "compilation",
          "track",
          "disc",
          "creation_time",
          "encoder",
          "major_brand",
          "minor_version",
          "compatible_brands");

  private static final Set<String> TEXT =
      Set.of("subrip", "ass", "ssa", "webvtt", "mov_text", "text");

  final String title;
  final String format;

  /// @param title as people write it
  /// @param format as ffmpeg names it
  Container(String title, String format) {
    this.title = title;
    this.format = format;
  }

  /// Arguments of ffmpeg's muxer. To it, FLAC in MP4 was experimental up to version 5.
  ///
  /// @param tags names of those of the film
  List<String> arguments(Set<String> tags) {
    return switch (this) {
      case MKV, WEBM -> List.of("-default_mode", "passthrough");
      case MP4 -> {
        String named = MP4_TAGS.containsAll(tags) ? "" : "+use_metadata_tags";
        yield List.of("-movflags", "+faststart" + named, "-strict", "experimental");
      }
    };
  }

  /// Whether a file that begins so is one. WebM is Matroska with fewer codecs; each takes the place
  /// of the other.
  boolean begins(byte[] beginning) {
    String text = new String(beginning, ISO_8859_1);
    return switch (this) {
      case MKV, WEBM ->
          text.startsWith(EBML) && (text.contains("matroska") || text.contains("webm"));
      case MP4 -> text.startsWith("ftyp", Integer.BYTES);
    };
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
