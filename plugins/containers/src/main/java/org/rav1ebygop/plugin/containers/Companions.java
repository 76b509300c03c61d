package org.rav1ebygop.plugin.containers;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.Input;
import org.rav1ebygop.child.film.Ffmpeg;
import org.rav1ebygop.child.film.FilmProbe;
import org.rav1ebygop.child.film.FilmStream;

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
          new OptionSpec("drop", "N,N", "Leave out these streams, by their index in the input"),
          new OptionSpec("cut", "", "End sound and subtitles where the film ends"),
          new OptionSpec("damage", "accept", "Take what ffmpeg makes of damaged sound"),
          new OptionSpec("video-stream", "N", "The video stream whose tags are taken, from 0"),
          new OptionSpec(
              "stall-timeout", "SECONDS", "End ffmpeg when it does nothing for so long (300)"));

  private static final int STALL_SECONDS = 300;
  private static final int MOST_SECONDS = 86_400;
  private static final int MOST_STREAMS = 1000;

  private static final byte[] Y4M = "YUV4MPEG2 ".getBytes(StandardCharsets.US_ASCII);

  /// A stream of the source.
  ///
  /// @param codec `copy`, or what it is converted to
  record Taken(FilmStream stream, String codec) {
    /// What leaves it out.
    String option() {
      return "--muxer-option drop=" + stream.index() + ", or all of its kind with " + kind();
    }

    private String kind() {
      return switch (stream.type()) {
        case "audio" -> "--no-audio";
        case "subtitle" -> "--no-subtitles";
        default -> "--no-attachments";
      };
    }
  }

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

  /// Has ffmpeg put it into the container, without the film.
  ///
  /// @return notes on damage that is accepted
  /// @throws GopException of kind USAGE when it cannot, of kind INPUT when something is damaged
  List<String> tryOut(Ffmpeg ffmpeg) {
    FilmProbe film = source;
    return film == null || taken.isEmpty()
        ? List.of()
        : new CompanionTrial(ffmpeg, this, film).all();
  }

  /// With other streams.
  Companions with(List<Taken> others) {
    return new Companions(container, source, others, options, notes);
  }

  /// Whether what ffmpeg makes of damaged streams is good enough.
  boolean acceptsDamage() {
    return options.get("damage") != null;
  }

  /// Whether sound that ends before the film starts is left out. MP4 has what is needed to decode
  /// the first sample there, and an edit list that keeps it from being played; Matroska has none.
  boolean dropsBeforeStart() {
    FilmProbe film = source;
    return container != Container.MP4
        && film != null
        && film.format().text("format_name").contains("mp4");
  }

  /// The video stream that the film was made from.
  FilmStream video(FilmProbe film) {
    List<FilmStream> videos = film.videos();
    int wanted = options.getInt("video-stream", 0, 0, MOST_STREAMS);
    return videos.get(Math.min(wanted, videos.size() - 1));
  }

  /// How long ffmpeg may do nothing.
  Duration stallLimit() {
    return Duration.ofSeconds(options.getInt("stall-timeout", STALL_SECONDS, 1, MOST_SECONDS));
  }
}
