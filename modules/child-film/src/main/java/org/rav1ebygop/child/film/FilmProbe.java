package org.rav1ebygop.child.film;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.rav1ebygop.child.process.LogQuote;

/// What is in the file of a film.
///
/// @param file that was looked at
/// @param streams in the order of the file
/// @param chapters how many
/// @param format facts of the file as a whole
public record FilmProbe(Path file, List<FilmStream> streams, int chapters, Facts format) {
  private static final long MICROSECOND = 1000;
  private static final int NANO_DIGITS = 9;
  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

  /// Looks at a file.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind INPUT when ffprobe cannot read it
  public static FilmProbe of(Ffmpeg ffmpeg, Path file) {
    Facts facts = ffmpeg.ask(file, "-show_streams", "-show_format", "-show_chapters");
    List<FilmStream> streams = facts.each("streams").stream().map(FilmStream::of).toList();
    return new FilmProbe(file, streams, facts.each("chapters").size(), facts.below("format"));
  }

  /// Streams of moving pictures: no cover pictures.
  public List<FilmStream> videos() {
    return streams.stream().filter(FilmStream::isVideo).toList();
  }

  /// Finds what ffmpeg says of streams that count. It looks at cover pictures whenever it opens a
  /// film, and complains about those that are of another kind than they say.
  public LogQuote quote() {
    Set<String> decoders =
        streams.stream()
            .filter(stream -> !stream.isCover())
            .map(FilmStream::codec)
            .collect(Collectors.toSet());
    List<String> covers =
        streams.stream()
            .filter(stream -> stream.isCover() && !decoders.contains(stream.codec()))
            .map(stream -> "[" + stream.codec())
            .toList();
    List<String> chatter = Stream.concat(Ffmpeg.QUOTE.chatter().stream(), covers.stream()).toList();
    return new LogQuote(Ffmpeg.QUOTE.errors(), chatter);
  }

  /// Moves the clock of the file to zero, as `-itsoffset` of ffmpeg takes it together with
  /// `-copyts`: in seconds, a microsecond less than where the clock starts. Given that itself,
  /// ffmpeg 5 has the streams that are read start at zero, and forgets those that are not.
  public String offset() {
    return BigDecimal.valueOf(MICROSECOND - startNanos(), NANO_DIGITS).toPlainString();
  }

  /// Where the clock of the file starts, in nanoseconds; 0 when that is not told. ffmpeg gives it
  /// in microseconds.
  public long startNanos() {
    String start = format.text("start_time");
    return start.matches("-?\\d{1,9}[.]?\\d{0,9}")
        ? new BigDecimal(start).multiply(NANOS).longValue()
        : 0;
  }
}
