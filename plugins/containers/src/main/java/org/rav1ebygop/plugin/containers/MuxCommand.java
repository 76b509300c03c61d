package org.rav1ebygop.plugin.containers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.rav1ebygop.child.film.Ffmpeg;
import org.rav1ebygop.child.film.FilmProbe;

/// Command lines of ffmpeg.
record MuxCommand(Ffmpeg ffmpeg, Companions companions) {
  /// Tags of a video stream that speak of its bytes, and are of no use for others.
  private static final Pattern OF_BYTES =
      Pattern.compile(
          "(?i)(encoder.*|bps|duration|number_of_.*|_statistics_.*|source_id|vendor_id|handler_name)(-[a-z]{3})?");

  /// Drops sound that ends before the film starts. MP4 has what is needed to decode the first
  /// picture or sample there, and an edit list that keeps it from being played; Matroska has none.
  private static final String BEFORE_THE_CUT = "noise=drop='lt(pts+duration,0)'";

  /// Tags of MP4 as a file.
  private static final List<String> OF_FILE =
      List.of("major_brand", "minor_version", "compatible_brands", "encoder");

  /// Reads the film from standard input.
  ///
  /// `-copyts` keeps ffmpeg from moving each input to its own beginning; that of the source is
  /// taken off both, the film's by who writes it.
  ///
  /// @param clock of the film
  List<String> line(FilmClock clock, Path target) {
    var line = new ArrayList<String>();
    line.addAll(List.of(ffmpeg.ffmpeg().toString(), "-v", "error", "-nostdin", "-copyts"));
    line.addAll(List.of("-itsoffset", FilmClock.seconds(clock.originNanos())));
    line.addAll(List.of("-f", "matroska", "-i", "pipe:0"));
    FilmProbe source = companions.source();
    if (source != null) {
      line.addAll(List.of("-itsoffset", source.offset()));
      line.addAll(ffmpeg.input(source.file()));
    }
    line.addAll(List.of("-map", "0:0"));
    addStreams(line, 1);
    if (source != null) {
      addTags(line, source);
    }
    line.addAll(List.of("-disposition:v:0", "default"));
    if (source != null && companions.container() != Container.MP4 && hasEditLists(source)) {
      line.addAll(List.of("-bsf:a", BEFORE_THE_CUT));
    }
    if (companions.options().get("cut") != null) {
      line.addAll(List.of("-t", FilmClock.seconds(clock.endNanos())));
    }
    if (companions.container() == Container.MP4) {
      line.addAll(List.of("-video_track_timescale", "" + clock.timescale()));
    }
    line.addAll(companions.container().arguments());
    line.addAll(List.of("-bitexact", "-f", companions.container().format));
    line.addAll(List.of("-y", Ffmpeg.url(target)));
    return line;
  }

  /// The first second of what goes with the film, into nothing.
  List<String> trial(FilmProbe source) {
    var line = new ArrayList<String>();
    line.addAll(List.of(ffmpeg.ffmpeg().toString(), "-v", "error", "-nostdin", "-t", "1"));
    line.addAll(ffmpeg.input(source.file()));
    addStreams(line, 0);
    line.addAll(companions.container().arguments());
    line.addAll(List.of("-f", companions.container().format, "-y", "/dev/null"));
    return line;
  }

  private static boolean hasEditLists(FilmProbe source) {
    return source.format().text("format_name").contains("mp4");
  }

  private void addStreams(List<String> line, int input) {
    for (Companions.Taken taken : companions.taken()) {
      line.addAll(List.of("-map", input + ":" + taken.stream().index()));
    }
    line.addAll(List.of("-c", "copy"));
    int subtitles = 0;
    for (Companions.Taken taken : companions.taken()) {
      if (taken.stream().type().equals("subtitle")) {
        line.addAll(List.of("-c:s:" + subtitles++, taken.codec()));
      }
    }
  }

  private void addTags(List<String> line, FilmProbe source) {
    int video = source.videos().getFirst().index();
    line.addAll(List.of("-map_metadata", "1", "-map_metadata:s:0", "1:s:" + video));
    int output = 1;
    for (Companions.Taken taken : companions.taken()) {
      line.addAll(List.of("-map_metadata:s:" + output++, "1:s:" + taken.stream().index()));
    }
    boolean chapters = companions.options().get("no-chapters") == null;
    line.addAll(List.of("-map_chapters", chapters ? "1" : "-1"));
    for (String tag : source.videos().getFirst().facts().below("tags").values().keySet()) {
      if (OF_BYTES.matcher(tag).matches()) {
        line.addAll(List.of("-metadata:s:v:0", tag + "="));
      }
    }
    OF_FILE.forEach(tag -> line.addAll(List.of("-metadata", tag + "=")));
  }
}
