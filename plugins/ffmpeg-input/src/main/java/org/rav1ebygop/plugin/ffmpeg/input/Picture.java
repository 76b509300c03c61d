package org.rav1ebygop.plugin.ffmpeg.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.rav1ebygop.api.ChromaPosition;
import org.rav1ebygop.api.ColorDescription;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.PixelRange;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.child.film.Facts;
import org.rav1ebygop.child.film.Ffmpeg;
import org.rav1ebygop.child.film.FilmProbe;
import org.rav1ebygop.child.film.FilmStream;

/// What is known of the stream that is read, before a frame of it is.
///
/// @param film its file
/// @param stream the one that is read
/// @param frame facts of its first frame
/// @param choice of the user
/// @param packets of the stream
/// @param pace of its frames
/// @param scan how its frames were scanned
record Picture(
    FilmProbe film,
    FilmStream stream,
    Facts frame,
    Choice choice,
    Packets packets,
    Pace pace,
    Scan scan) {
  /// The profile of Dolby Vision whose pictures have colours of their own.
  private static final String PROFILE_5 = "5";

  /// Between two frames of a broadcast or a disc; ffmpeg and players take more for a new clock.
  private static final double MOST_GAP_SECONDS = 10;

  /// Looks at the stream of the user's choice.
  ///
  /// @throws GopException of kind INPUT when there is none, or it cannot be encoded as it is
  static Picture of(Ffmpeg ffmpeg, FilmProbe film, Choice choice) {
    List<FilmStream> videos = film.videos();
    if (videos.isEmpty()) {
      throw GopException.input(film.file() + ": there is no video in it");
    }
    if (choice.stream() >= videos.size()) {
      throw GopException.usage(
          String.format(
              Locale.ROOT,
              "%s has no video stream %d; it has %d, counted from 0",
              film.file(),
              choice.stream(),
              videos.size()));
    }
    FilmStream stream = videos.get(choice.stream());
    Facts first =
        ffmpeg.ask(
            film.file(),
            "-select_streams",
            "" + stream.index(),
            "-show_frames",
            "-read_intervals",
            "%+#1");
    Packets packets = Packets.of(ffmpeg, film.file(), stream);
    Pace pace = Pace.of(packets, tick(film, stream), stream.facts().ratio("r_frame_rate"));
    Facts frame = first.below("frames.0");
    Scan scan = Scan.of(ffmpeg, film, stream, frame);
    var picture = new Picture(film, stream, frame, choice, packets, pace, scan);
    picture.requireOneClock();
    picture.requireKnownColors();
    picture.requireProgressive();
    return picture;
  }

  /// Arguments of ffmpeg that make frames without converting them.
  List<String> filters() {
    String filter = choice.filter();
    if (filter != null) {
      return List.of("-vf", filter);
    }
    String format = pixelFormat();
    String written = PixelFormats.written(film.file().toString(), format);
    String needed = PixelFormats.filters(format);
    return needed.isEmpty()
        ? List.of("-pix_fmt", written)
        : List.of("-vf", needed, "-pix_fmt", written);
  }

  /// The format of the film.
  ///
  /// @param decoded as ffmpeg writes it into y4m
  VideoFormat format(VideoFormat decoded) {
    var color = Colors.of(stream.facts(), frame);
    PixelRange range = choice.range();
    if (range == null) {
      range = PixelFormats.isFull(pixelFormat()) ? PixelRange.FULL : color.range();
    }
    var chroma = choice.chromaPosition();
    if (chroma == null) {
      chroma =
          rotation() != 0 || PixelFormats.isGray(pixelFormat())
              ? ChromaPosition.UNKNOWN
              : Colors.chromaPosition(stream.facts(), frame);
    }
    return new VideoFormat(
        decoded.layout(),
        choice.filter() == null ? frameRate() : decoded.frameRate(),
        decoded.sampleAspectRatio(),
        chroma,
        new ColorDescription(
            range,
            color.primaries(),
            color.transfer(),
            color.matrix(),
            color.masteringDisplay(),
            color.contentLight()));
  }

  /// One line for each thing that players of the film show and frames do not tell.
  List<String> notes() {
    var notes = new ArrayList<String>();
    boolean constant = choice.constantRate() || choice.frameRate() != null;
    if (!constant && pace.averageRate() != null) {
      notes.add(
          String.format(
              Locale.ROOT,
              "its frame rate varies, %.3f on average; an mkv, webm or mp4 shows each frame when"
                  + " the input does, ivf and obu know one rate only",
              frameRate().value()));
    }
    if (!constant && !packets.timed()) {
      notes.add(
          String.format(
              Locale.ROOT,
              "it has no time stamps; its frames are shown at %.3f fps",
              frameRate().value()));
    } else if (!constant && packets.doubtful() > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "its time stamps are incomplete: %,d of %,d frames have none of their own; placed"
                  + " midway between their neighbours",
              packets.doubtful(),
              packets.count()));
    }
    if (scan.isMixed()) {
      notes.add("it is interlaced in parts: " + scan);
    }
    if (rotation() != 0) {
      notes.add(
          String.format(
              Locale.ROOT, "it is turned by %d degrees, as it asks players to do", rotation()));
    }
    if (Colors.sideData("DOVI configuration", stream.facts(), frame) != null) {
      notes.add("its Dolby Vision data is left out");
    }
    if (Colors.sideData("HDR Dynamic Metadata", stream.facts(), frame) != null) {
      notes.add("its HDR10+ data is left out; that of HDR10 is kept");
    }
    int others = film.videos().size() - 1;
    if (others > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "it has %d video streams; this is number %d, counted from 0, --input-option"
                  + " video-stream=N takes another",
              others + 1,
              choice.stream()));
    }
    return notes;
  }

  /// Frames per second, on average when that varies.
  ///
  /// @throws GopException of kind INPUT when the film does not tell
  Rational frameRate() {
    for (Rational rate :
        Arrays.asList(
            choice.frameRate(),
            pace.averageRate(),
            stream.facts().ratio("r_frame_rate"),
            stream.facts().ratio("avg_frame_rate"))) {
      if (rate != null) {
        return rate;
      }
    }
    throw GopException.input(
        "%s tells no frame rate; name it with --input-option frame-rate=25".formatted(film.file()));
  }

  /// About how many frames there are, or -1: by the film's own count, else by how long it takes.
  long expectedFrames(Rational rate) {
    double count = choice.filter() == null ? stream.facts().number("nb_frames") : Double.NaN;
    double seconds = stream.facts().number("duration");
    if (Double.isNaN(seconds)) {
      seconds = film.format().number("duration");
    }
    long frames = Math.round(count > 0 ? count : seconds * rate.value());
    return frames > 0 ? frames : -1;
  }

  /// A tick of the clock of the stream.
  Rational tick() {
    return tick(film, stream);
  }

  private static Rational tick(FilmProbe film, FilmStream stream) {
    Rational tick = stream.facts().ratio("time_base");
    if (tick == null) {
      throw GopException.input(film.file() + ": its clock has no unit");
    }
    return tick;
  }

  /// Sound and pictures of a film that was joined as it is cannot be told to belong together.
  private void requireOneClock() {
    boolean broadcast = film.format().text("format_name").matches("mpegts|mpeg");
    long gap = broadcast ? Math.round(MOST_GAP_SECONDS / tick().value()) : Long.MAX_VALUE;
    int splice = packets.splice(gap);
    if (splice >= 0) {
      throw GopException.input(
          String.format(
              Locale.ROOT,
              "%s: its clock starts anew at frame %,d, as where films were joined as they are; %s",
              film.file(),
              splice,
              broadcast
                  ? "give it one clock first: ffmpeg -fflags +genpts -i INPUT -map 0 -c copy"
                      + " joined.mkv"
                  : "join its parts with mkvmerge, or with ffmpeg's concat format, which keep one"
                      + " clock for all of them"));
    }
  }

  private int rotation() {
    Facts matrix = Colors.sideData("Display Matrix", stream.facts(), frame);
    return matrix == null ? 0 : (int) matrix.number("rotation");
  }

  private String pixelFormat() {
    return stream.facts().text("pix_fmt");
  }

  private void requireKnownColors() {
    Facts vision = Colors.sideData("DOVI configuration", stream.facts(), frame);
    boolean only = vision != null && vision.text("dv_profile").equals(PROFILE_5);
    if (only && !choice.dropDolbyVision()) {
      throw GopException.input(
          "%s is Dolby Vision of profile 5: without its data, which AV1 here does not keep, players show wrong colours, green and purple; if that is fine, use --input-option dolby-vision=drop"
              .formatted(film.file()));
    }
  }

  private void requireProgressive() {
    if (choice.filter() != null) {
      return;
    }
    if (scan.isMixed()) {
      throw GopException.input(
          "%s is interlaced in parts: %s; deinterlace these with --video-filter bwdif=deint=interlaced, or if it only says so, take it as it is with --video-filter setfield=prog"
              .formatted(film.file(), scan));
    }
    if (stream.facts().text("field_order").matches("tt|bb|tb|bt") || scan.interlaced() > 0) {
      throw GopException.input(
          "%s is interlaced; deinterlace it with --video-filter bwdif, or if it only says so, take it as it is with --video-filter setfield=prog"
              .formatted(film.file()));
    }
  }
}
