package org.rav1ebygop.child.film;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.child.process.ExitStatus;
import org.rav1ebygop.child.process.Inquiry;
import org.rav1ebygop.child.process.LogQuote;
import org.rav1ebygop.child.process.ProgramFinder;
import org.rav1ebygop.child.process.ShortRun;

/// The programs ffmpeg and ffprobe, and how they read films.
///
/// @param ffmpeg its executable
/// @param ffprobe its executable
/// @param demuxer the format that films are read as, as `-f` of ffmpeg names it; null to guess it
///   among those that do not name other files
public record Ffmpeg(Path ffmpeg, Path ffprobe, @Nullable String demuxer) {
  private static final OptionSpec DEMUXER =
      new OptionSpec(
          "demuxer",
          "NAME",
          "Read the film as this format of ffmpeg; hls, dash and concat may name other files");

  /// The options that name the programs and the format.
  public static final List<OptionSpec> OPTIONS =
      List.of(
          new OptionSpec("ffmpeg", "PATH", "The ffmpeg to use", OptionSpec.Scope.THIS_MACHINE),
          new OptionSpec("ffprobe", "PATH", "The ffprobe to use", OptionSpec.Scope.THIS_MACHINE),
          DEMUXER);

  /// Local files, also those with encrypted parts or with parts in their own text.
  private static final String PROTOCOLS = "file,crypto,data";

  /// What ffmpeg says when it would have to read a format that names other files.
  private static final String REFUSED = "Format not on whitelist";

  /// Of what they say at log level `error`, the last lines tell what became of an earlier one.
  public static final LogQuote QUOTE =
      new LogQuote(
          List.of(),
          List.of(
              "Error initializing output stream",
              "Error initializing filter",
              "Error reinitializing filters",
              "Error while processing the decoded data",
              "Failed to inject frame into filter network",
              "Could not write header for output file",
              "av_interleaved_write_frame()",
              "Conversion failed"));

  private static final Pattern VERSION = Pattern.compile("n?(\\d{1,6})(?:\\.(\\d{1,6}))?.*");

  /// Each is asked once.
  private static final Map<Path, String> VERSIONS = new ConcurrentHashMap<>();

  private static final String HOW_TO_GET =
      "install ffmpeg 5.1 or later (Debian: apt install ffmpeg)";

  /// A film on a sleeping disk, or at the other end of a network, takes its time to open.
  private static final Duration PROBE_LIMIT = Duration.ofMinutes(2);

  /// It answers in milliseconds, unless the machine is busy or the program on a sleeping disk.
  static final Duration START_LIMIT = Duration.ofMinutes(1);

  /// Bytes; a film with hundreds of fonts and chapters takes a few hundred thousand.
  private static final int MOST_ANSWER = 64 << 20;

  /// The programs that options name, or those in PATH.
  ///
  /// @throws GopException of kind ENVIRONMENT when one is missing or too old
  public static Ffmpeg find(Options options) {
    var found =
        new Ffmpeg(find("ffmpeg", options), find("ffprobe", options), options.get(DEMUXER.name()));
    String version = VERSIONS.computeIfAbsent(found.ffmpeg, _ -> found.version());
    if (isOld(version)) {
      throw GopException.environment(
          "%s is version %s, which is too old: %s".formatted(found.ffmpeg, version, HOW_TO_GET),
          null);
    }
    return found;
  }

  /// Whether a version lacks something that is used. Those that are built from a state between
  /// versions have no number.
  static boolean isOld(String version) {
    Matcher number = VERSION.matcher(version);
    if (!number.matches()) {
      return false;
    }
    int major = Integer.parseInt(number.group(1));
    String minor = number.group(2);
    return major < 5 || (major == 5 && (minor == null || Integer.parseInt(minor) < 1));
  }

  /// Whether both are there and run.
  public static Availability availability(Options options) {
    try {
      Ffmpeg found = find(options);
      return new Availability.Available("%s %s".formatted(found.version(), found.ffmpeg));
    } catch (GopException e) {
      return new Availability.Unavailable(e.getMessage());
    }
  }

  /// As it tells itself, such as `5.1.9-0+deb12u1`.
  ///
  /// @throws GopException of kind ENVIRONMENT when it does not run
  public String version() {
    String answer = new Inquiry(ffmpeg, "ffmpeg", QUOTE, START_LIMIT).answer("-version");
    String[] words = answer.split("\\s+", 4);
    if (words.length < 3 || !words[0].equals("ffmpeg")) {
      throw GopException.environment(ffmpeg + " is no ffmpeg: " + HOW_TO_GET, null);
    }
    return words[2];
  }

  /// What ffprobe answers, by names such as `streams.0.codec_name`.
  ///
  /// @param file of the film
  /// @param questions its options
  /// @throws GopException of kind INPUT when it cannot read the film
  public Facts ask(Path file, String... questions) {
    var line = new ArrayList<String>();
    line.addAll(List.of(ffprobe.toString(), "-v", "error", "-of", "json"));
    line.addAll(List.of(questions));
    line.addAll(input(file));
    try {
      ShortRun run =
          ShortRun.of(line, Map.of(), InputStream.nullInputStream(), PROBE_LIMIT, MOST_ANSWER);
      Integer exitCode = run.exitCode();
      if (exitCode == null) {
        throw GopException.environment(
            String.format(
                Locale.ROOT,
                "ffprobe does not answer within %d s about %s",
                PROBE_LIMIT.toSeconds(),
                file),
            null);
      }
      if (exitCode != 0 && run.log().contains(REFUSED)) {
        throw GopException.input(
            "%s makes ffmpeg read other files, as playlists do; if you trust it, name its format with option demuxer, such as demuxer=hls, dash or concat"
                .formatted(file));
      }
      if (exitCode != 0) {
        throw GopException.input(
            "%s cannot be read by ffmpeg%s: ffprobe %s"
                .formatted(file, QUOTE.suffix(run.log()), ExitStatus.describe(exitCode)));
      }
      return Facts.parse(run.output());
    } catch (JsonParseException e) {
      throw GopException.environment(
          "ffprobe gives no answer about %s that can be read: %s".formatted(file, e.getMessage()),
          e);
    } catch (IOException e) {
      throw GopException.environment("ffprobe cannot be started: " + e.getMessage(), e);
    }
  }

  /// The arguments by which either program reads a film. It opens no other files, unless the user
  /// has named a format that does, and never anything from a network.
  public List<String> input(Path file) {
    return demuxer == null
        ? List.of(
            "-protocol_whitelist",
            PROTOCOLS,
            "-format_whitelist",
            Formats.allowed(ffmpeg),
            "-i",
            url(file))
        : List.of("-protocol_whitelist", PROTOCOLS, "-f", demuxer, "-i", url(file));
  }

  /// A file as ffmpeg takes it, whatever letters are in its name.
  public static String url(Path file) {
    return "file:" + file;
  }

  private static Path find(String program, Options options) {
    return ProgramFinder.inPath(program, "option " + program, HOW_TO_GET)
        .find(options.get(program));
  }
}
