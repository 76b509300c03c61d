package org.rav1ebygop.plugin.ffmpeg.input;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.Input;
import org.rav1ebygop.api.spi.InputReaderProvider;
import org.rav1ebygop.api.spi.VideoSource;
import org.rav1ebygop.child.film.Ffmpeg;
import org.rav1ebygop.child.film.FilmProbe;

/// Opens files that ffmpeg can decode, as streams.
public final class FfmpegReaderProvider implements InputReaderProvider {
  /// Finds nothing out and starts nothing.
  public FfmpegReaderProvider() {}

  @Override
  public String id() {
    return "ffmpeg";
  }

  @Override
  public String description() {
    return "films of any kind that ffmpeg decodes, from files";
  }

  @Override
  public List<OptionSpec> options() {
    return Stream.concat(Choice.OPTIONS.stream(), Ffmpeg.OPTIONS.stream()).toList();
  }

  @Override
  public Availability availability(Options options) {
    return Ffmpeg.availability(options);
  }

  @Override
  public Match match(Input input) {
    return input.file() == null || input.head().byteSize() == 0 ? Match.NO : Match.POSSIBLE;
  }

  @Override
  public VideoSource open(Input input, Options options) {
    options.requireKnown("input reader " + id(), options());
    Choice choice = Choice.of(options);
    Path file = input.file();
    if (file == null) {
      throw GopException.usage(
          "%s: the reader ffmpeg takes files; for a pipe run ffmpeg yourself: ffmpeg -i - -strict -1 -f yuv4mpegpipe -"
              .formatted(input.name()));
    }
    Ffmpeg ffmpeg = Ffmpeg.find(options);
    return FfmpegFilm.open(ffmpeg, FilmProbe.of(ffmpeg, file), choice);
  }
}
