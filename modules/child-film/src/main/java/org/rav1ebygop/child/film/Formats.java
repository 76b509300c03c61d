package org.rav1ebygop.child.film;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.rav1ebygop.child.process.Inquiry;

/// Which formats ffmpeg may take a film for without being asked: all it has, except those whose
/// content names other files. A text of a few lines could otherwise put any file of this machine
/// into the output.
final class Formats {
  /// Playlists, descriptions of streams, scripts, and files that go by patterns of names. Their
  /// names are those that ffmpeg's own sources use.
  private static final Set<String> NAMING_OTHERS =
      Set.of(
          "hls",
          "applehttp",
          "dash",
          "webm_dash_manifest",
          "imf",
          "concat",
          "image2",
          "sdp",
          "rtsp",
          "rtp",
          "sap",
          "vobsub",
          "lavfi",
          "libcdio",
          "avisynth",
          "vapoursynth");

  /// ` D matroska,webm Matroska / WebM`; newer versions mark devices in a further column.
  private static final Pattern LINE = Pattern.compile("(?m)^ D[E ][d ]? *(\\S+) .*$");

  private static final Map<Path, String> KNOWN = new ConcurrentHashMap<>();

  private Formats() {}

  /// Those that may be guessed, as `-format_whitelist` takes them. Each ffmpeg is asked once.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind ENVIRONMENT when it does not answer
  static String allowed(Path ffmpeg) {
    return KNOWN.computeIfAbsent(
        ffmpeg,
        program ->
            allowed(
                new Inquiry(program, "ffmpeg", Ffmpeg.QUOTE, Ffmpeg.START_LIMIT)
                    .answer("-demuxers")));
  }

  static String allowed(String list) {
    return LINE.matcher(list)
        .results()
        .map((MatchResult found) -> found.group(1))
        .filter(names -> Arrays.stream(names.split(",")).noneMatch(NAMING_OTHERS::contains))
        .collect(Collectors.joining(","));
  }
}
