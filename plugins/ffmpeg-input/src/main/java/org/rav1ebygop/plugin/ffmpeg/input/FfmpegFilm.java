package org.rav1ebygop.plugin.ffmpeg.input;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.FrameTimes;
import org.rav1ebygop.api.SourceFingerprint;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.StreamSource;
import org.rav1ebygop.child.film.ChildFilm;
import org.rav1ebygop.child.film.Ffmpeg;
import org.rav1ebygop.child.film.FileFingerprint;
import org.rav1ebygop.child.film.FilmProbe;

/// A film that ffmpeg decodes: every frame of it once, in the order of showing.
final class FfmpegFilm implements StreamSource {
  private static final String COMPLAINTS =
      "repair the film, or take what ffmpeg makes of it with --input-option damage=accept";

  private final Ffmpeg ffmpeg;
  private final Picture picture;
  private final ChildFilm frames;
  private final VideoFormat format;
  private volatile boolean ended;

  @GuardedBy("this")
  private @Nullable FrameTimes known;

  @GuardedBy("this")
  private long knownCount;

  private FfmpegFilm(Ffmpeg ffmpeg, Picture picture, ChildFilm frames, VideoFormat format) {
    this.ffmpeg = ffmpeg;
    this.picture = picture;
    this.frames = frames;
    this.format = format;
  }

  static FfmpegFilm open(Ffmpeg ffmpeg, FilmProbe film, Choice choice) {
    Picture picture = Picture.of(ffmpeg, film, choice);
    var command =
        new ChildFilm.Command(
            "ffmpeg",
            line(ffmpeg, picture),
            film.file().toString(),
            film.quote(),
            choice.acceptDamage() ? "" : COMPLAINTS,
            -1);
    ChildFilm frames = ChildFilm.start(command);
    try {
      return new FfmpegFilm(ffmpeg, picture, frames, picture.format(frames.format()));
    } catch (RuntimeException e) {
      frames.close();
      throw e;
    }
  }

  private static List<String> line(Ffmpeg ffmpeg, Picture picture) {
    var line = new ArrayList<String>(List.of(ffmpeg.ffmpeg().toString()));
    line.addAll(reading(ffmpeg, picture));
    if (picture.choice().filter() == null) {
      // frames that are close to each other keep different times
      line.addAll(List.of("-enc_time_base", "-1"));
    }
    line.addAll(picture.filters());
    line.addAll(List.of("-strict", "-1", "-f", "yuv4mpegpipe", "pipe:1"));
    return line;
  }

  /// The arguments that make every frame once, up to its filters. `passthrough` keeps ffmpeg from
  /// repeating and dropping frames for a constant rate, `-copyts` from mending times by guesses;
  /// filters count from where the film starts.
  static List<String> reading(Ffmpeg ffmpeg, Picture picture) {
    var line = new ArrayList<String>();
    line.addAll(List.of("-v", "error", "-nostdin", "-copyts"));
    line.addAll(List.of("-itsoffset", picture.film().offset()));
    line.addAll(ffmpeg.input(picture.film().file()));
    line.addAll(List.of("-map", "0:" + picture.stream().index()));
    line.addAll(List.of("-fps_mode", "passthrough"));
    return line;
  }

  @Override
  public VideoFormat format() {
    return format;
  }

  @Override
  public List<String> notes() {
    return picture.notes();
  }

  @Override
  public boolean read(MemorySegment target) {
    boolean more = frames.read(target);
    ended = !more;
    return more;
  }

  @Override
  public synchronized @Nullable FrameTimes times(long count) {
    if (knownCount != count) {
      known = new TimesOfFilm(ffmpeg, picture, format.frameRate(), ended).of(count);
      knownCount = count;
    }
    return known;
  }

  @Override
  public long expectedFrames() {
    return picture.expectedFrames(format.frameRate());
  }

  /// Of one file, another stream or filter makes other frames.
  @Override
  public SourceFingerprint fingerprint() {
    SourceFingerprint file = FileFingerprint.of(picture.film().file());
    String filter = picture.choice().filter();
    String frames =
        String.format(
            Locale.ROOT,
            "stream %d%s",
            picture.stream().index(),
            filter == null ? "" : ", filter " + filter);
    return new SourceFingerprint(file.bytes(), file.changed(), file.samples() + ", " + frames);
  }

  @Override
  public void close() {
    frames.close();
  }
}
