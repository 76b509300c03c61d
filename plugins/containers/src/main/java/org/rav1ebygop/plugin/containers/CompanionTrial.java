package org.rav1ebygop.plugin.containers;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.child.film.Ffmpeg;
import org.rav1ebygop.child.film.FilmProbe;
import org.rav1ebygop.child.process.ShortRun;

/// Muxes sound and subtitles of a source into nothing, without the film: what would stop the mux is
/// found before anything is encoded, and afterwards the stream that stopped it.
///
/// @param source of the streams
record CompanionTrial(Ffmpeg ffmpeg, Companions companions, FilmProbe source) {
  /// Far longer than reading any film takes.
  private static final Duration LIMIT = Duration.ofHours(6);

  /// Tries all of them.
  ///
  /// @return notes on damage that is accepted
  /// @throws GopException of kind USAGE when the container cannot hold one of them, of kind INPUT
  ///   when one is damaged
  List<String> all() {
    String complaint = of(companions, true);
    if (!complaint.isEmpty()) {
      throw cannotHold(culprit(true));
    }
    complaint = of(companions, false);
    if (complaint.isEmpty()) {
      return List.of();
    }
    Fault fault = culprit(false);
    if (companions.acceptsDamage() && !fault.fatal) {
      return List.of("%s is damaged: %s".formatted(fault.name, fault.said));
    }
    throw GopException.input("%s: %s".formatted(source.file(), fault.text(companions)));
  }

  /// One line on the stream at fault and how to do without it; empty when none of them is.
  String blame() {
    if (of(companions, false).isEmpty()) {
      return "";
    }
    return culprit(false).text(companions);
  }

  /// What is wrong with a stream.
  ///
  /// @param name of the stream, or of all of them
  /// @param option that leaves it out
  /// @param said by ffmpeg
  /// @param fatal whether ffmpeg gave up
  private record Fault(String name, String option, String said, boolean fatal) {
    String text(Companions companions) {
      String accept =
          fatal && companions.acceptsDamage()
              ? ""
              : ", or take what ffmpeg makes of it with --input-option damage=accept";
      return "%s is damaged: %s; leave it out with %s%s".formatted(name, said, option, accept);
    }
  }

  private GopException cannotHold(Fault fault) {
    return GopException.usage(
        "ffmpeg cannot put %s of %s into %s: %s; leave it out with %s, or choose another container"
            .formatted(
                fault.name, source.file(), companions.container().title, fault.said, fault.option));
  }

  private Fault culprit(boolean beginning) {
    for (Companions.Taken taken : companions.taken()) {
      Companions alone = companions.with(List.of(taken));
      String said = of(alone, beginning);
      if (!said.isEmpty()) {
        return new Fault(
            taken.stream().toString(), taken.option(), quote(said), said.startsWith(FATAL));
      }
    }
    String said = of(companions, beginning);
    return new Fault(
        "what is beside the pictures",
        "--no-audio, --no-subtitles or --no-attachments",
        quote(said),
        said.startsWith(FATAL));
  }

  /// Marks that ffmpeg did not end well.
  private static final String FATAL = "failed\n";

  private String quote(String said) {
    String quote =
        source.quote().of(said.startsWith(FATAL) ? said.substring(FATAL.length()) : said);
    return quote.isEmpty() ? "ffmpeg gives no reason" : quote;
  }

  /// What ffmpeg says; empty when all is well.
  private String of(Companions some, boolean beginning) {
    var line = new ArrayList<>(new MuxCommand(ffmpeg, some).trial(source, beginning));
    try {
      ShortRun run = ShortRun.of(line, Map.of(), InputStream.nullInputStream(), LIMIT);
      Integer exitCode = run.exitCode();
      boolean failed = exitCode == null || exitCode != 0;
      if (failed) {
        return FATAL + run.log();
      }
      return beginning || source.quote().of(run.log()).isEmpty() ? "" : run.log();
    } catch (IOException e) {
      throw GopException.environment("ffmpeg cannot be started: " + e.getMessage(), e);
    }
  }
}
