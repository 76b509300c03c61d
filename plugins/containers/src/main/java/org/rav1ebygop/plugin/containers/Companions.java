package org.rav1ebygop.plugin.containers;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.Input;
import org.rav1ebygop.child.film.Ffmpeg;
import org.rav1ebygop.child.film.FilmProbe;
import org.rav1ebygop.child.film.FilmStream;
import org.rav1ebygop.child.process.ShortRun;

/// What goes into the container beside the film: sound is never converted, text subtitles are where
/// that is needed.
///
/// @param container to be made
/// @param source with at least one video stream, or null when there is nothing to take along
/// @param taken streams of the source
/// @param options of the muxer
/// @param notes on what is left out or converted
record Companions(
    Container container,
    @Nullable FilmProbe source,
    List<Taken> taken,
    Options options,
    List<String> notes) {
  static final List<OptionSpec> OPTIONS =
      List.of(
          new OptionSpec("no-audio", "", "Leave out sound"),
          new OptionSpec("no-subtitles", "", "Leave out subtitles"),
          new OptionSpec("no-chapters", "", "Leave out chapters"),
          new OptionSpec("no-attachments", "", "Leave out attachments"),
          new OptionSpec("cut", "", "End sound and subtitles where the film ends"));

  private static final byte[] Y4M = "YUV4MPEG2 ".getBytes(StandardCharsets.US_ASCII);
  private static final Duration TRY_LIMIT = Duration.ofSeconds(30);

  /// A stream of the source.
  ///
  /// @param codec `copy`, or what it is converted to
  record Taken(FilmStream stream, String codec) {}

  /// Looks at what the film was made from.
  ///
  /// @throws GopException of kind USAGE when there is something that the container does not hold
  static Companions of(Container container, Ffmpeg ffmpeg, Input input, Options options) {
    FilmProbe source = probe(ffmpeg, input);
    var taken = new ArrayList<Taken>();
    var notes = new ArrayList<String>();
    if (source != null) {
      for (FilmStream stream : source.streams()) {
        new StreamChoice(container, options, notes).add(stream, taken);
      }
    }
    return new Companions(container, source, taken, options, notes);
  }

  /// The film alone is taken from scripts and raw frames.
  private static @Nullable FilmProbe probe(Ffmpeg ffmpeg, Input input) {
    Path file = input.file();
    if (file == null || startsWith(input, Y4M)) {
      return null;
    }
    try {
      FilmProbe found = FilmProbe.of(ffmpeg, file);
      return found.videos().isEmpty() ? null : found;
    } catch (GopException e) {
      if (e.kind() == GopException.Kind.INPUT) {
        return null;
      }
      throw e;
    }
  }

  private static boolean startsWith(Input input, byte[] magic) {
    var head = input.head();
    return head.byteSize() >= magic.length
        && head.asSlice(0, magic.length).mismatch(MemorySegment.ofArray(magic)) < 0;
  }

  /// How to make the container.
  MuxCommand command(Ffmpeg ffmpeg) {
    return new MuxCommand(ffmpeg, this);
  }

  /// Has ffmpeg do the first second of it, without the film.
  ///
  /// @throws GopException of kind USAGE when it cannot
  void tryOut(Ffmpeg ffmpeg) {
    FilmProbe film = source;
    if (film == null || taken.isEmpty()) {
      return;
    }
    try {
      ShortRun run =
          ShortRun.of(
              command(ffmpeg).trial(film), Map.of(), InputStream.nullInputStream(), TRY_LIMIT);
      Integer exitCode = run.exitCode();
      if (exitCode != null && exitCode != 0) {
        throw GopException.usage(
            "ffmpeg cannot put what is in %s into %s%s; leave out the part with --no-audio, --no-subtitles or --no-attachments, or choose another container"
                .formatted(film.file(), container.title, Ffmpeg.QUOTE.suffix(run.log())));
      }
    } catch (IOException e) {
      throw GopException.environment("ffmpeg cannot be started: " + e.getMessage(), e);
    }
  }
}
