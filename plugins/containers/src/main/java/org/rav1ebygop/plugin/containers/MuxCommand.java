package org.rav1ebygop.plugin.containers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.child.film.Ffmpeg;
import org.rav1ebygop.child.film.FilmProbe;
import org.rav1ebygop.child.film.FilmStream;

/// Command lines of ffmpeg.
record MuxCommand(Ffmpeg ffmpeg, Companions companions) {
  /// Tags of a video stream that speak of its bytes, and are of no use for others.
  private static final Pattern OF_BYTES =
      Pattern.compile(
          "(?i)(encoder.*|bps|duration|number_of_.*|_statistics_.*|source_id|vendor_id|handler_name)(-[a-z]{3})?");

  /// Drops packets that end before the film starts.
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
    if (companions.options().get("cut") != null) {
      String end = FilmClock.seconds(clock.endNanos());
      line.addAll(List.of("-t", end, "-bsf:s", endingAt(end)));
    }
    if (companions.container() == Container.MP4) {
      line.addAll(List.of("-video_track_timescale", "" + clock.timescale()));
    }
    line.addAll(companions.container().arguments(tags(source)));
    line.addAll(List.of("-bitexact", "-f", companions.container().format));
    line.addAll(List.of("-y", Ffmpeg.url(target)));
    return line;
  }

  /// What goes with the film, into nothing.
  ///
  /// @param beginning whether the first second is enough
  List<String> trial(FilmProbe source, boolean beginning) {
    var line = new ArrayList<String>();
    line.addAll(List.of(ffmpeg.ffmpeg().toString(), "-v", "error", "-nostdin"));
    line.addAll(beginning ? List.of("-t", "1") : List.of("-copyts", "-itsoffset", source.offset()));
    line.addAll(ffmpeg.input(source.file()));
    addStreams(line, 0);
    line.addAll(companions.container().arguments(tags(source)));
    line.addAll(List.of("-f", companions.container().format, "-y", "/dev/null"));
    return line;
  }

  /// A filter that ends there what is shown beyond it.
  private static String endingAt(String end) {
    return "setts=duration='if(gt((PTS+DURATION)*TB,%1$s),max(%1$s/TB-PTS,0),DURATION)'"
        .formatted(end);
  }

  private static Set<String> tags(@Nullable FilmProbe source) {
    return source == null ? Set.of() : source.format().below("tags").values().keySet();
  }

  private void addStreams(List<String> line, int input) {
    for (Companions.Taken taken : companions.taken()) {
      line.addAll(List.of("-map", input + ":" + taken.stream().index()));
    }
    line.addAll(List.of("-c", "copy"));
    int subtitles = 0;
    int sounds = 0;
    for (Companions.Taken taken : companions.taken()) {
      if (taken.stream().type().equals("subtitle")) {
        line.addAll(List.of("-c:s:" + subtitles++, taken.codec()));
      } else if (taken.stream().type().equals("audio")) {
        addSoundFilter(line, taken.stream(), sounds++);
      }
    }
  }

  /// A damaged packet is dropped by a filter that is named; by one that a muxer adds, it ends the
  /// mux.
  private void addSoundFilter(List<String> line, FilmStream stream, int number) {
    boolean raw = stream.codec().equals("aac") && stream.facts().number("extradata_size") > 0;
    if (companions.dropsBeforeStart()) {
      line.addAll(List.of("-bsf:a:" + number, BEFORE_THE_CUT));
    } else if (companions.acceptsDamage() && stream.codec().equals("aac") && !raw) {
      line.addAll(List.of("-bsf:a:" + number, "aac_adtstoasc"));
    }
  }

  private void addTags(List<String> line, FilmProbe source) {
    FilmStream video = companions.video(source);
    line.addAll(List.of("-map_metadata", "1", "-map_metadata:s:0", "1:s:" + video.index()));
    int output = 1;
    for (Companions.Taken taken : companions.taken()) {
      line.addAll(List.of("-map_metadata:s:" + output++, "1:s:" + taken.stream().index()));
    }
    boolean chapters = companions.options().get("no-chapters") == null;
    line.addAll(List.of("-map_chapters", chapters ? "1" : "-1"));
    for (String tag : video.facts().below("tags").values().keySet()) {
      if (OF_BYTES.matcher(tag).matches()) {
        line.addAll(List.of("-metadata:s:v:0", tag + "="));
      }
    }
    OF_FILE.forEach(tag -> line.addAll(List.of("-metadata", tag + "=")));
  }
}
