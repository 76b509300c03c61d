package org.rav1ebygop.plugin.vapoursynth.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.VideoSource;
import org.rav1ebygop.child.film.ChildFilm;
import org.rav1ebygop.child.process.ExitStatus;
import org.rav1ebygop.child.process.LogQuote;
import org.rav1ebygop.child.process.ShortRun;

/// A script and how it is run.
///
/// @param vspipe executable
/// @param file of the script
/// @param output index of the script's output
/// @param arguments `KEY=VALUE` each
record Script(Path vspipe, Path file, int output, List<String> arguments) {
  /// What vspipe says of its progress is no reason for a failure.
  static final LogQuote QUOTE =
      new LogQuote(
          List.of("Error:", "Python exception:"),
          List.of("Frame:", "Output ", "Script evaluation", "Information:", "Warning:"));

  /// Scripts index whole films before they answer.
  private static final Duration LIMIT = Duration.ofMinutes(30);

  /// Asks what the script makes, then runs it.
  VideoSource open() {
    Map<String, String> info = info();
    requireConstant(info, "Width");
    requireConstant(info, "Format Name");
    if (info.getOrDefault("FPS", "").startsWith("Variable")) {
      throw GopException.input(
          "%s: its frame rate varies, which y4m cannot tell; give it one with core.std.AssumeFPS"
              .formatted(file));
    }
    return ChildFilm.start(
        new ChildFilm.Command(
            "vspipe", line("-c", "y4m", "-"), file.toString(), QUOTE, "", frames(info)));
  }

  private static long frames(Map<String, String> info) {
    String count = info.getOrDefault("Frames", "");
    return count.matches("[1-9]\\d{0,9}") ? Long.parseLong(count) : -1;
  }

  /// The lines of `--info`, such as `Width: 640`.
  private Map<String, String> info() {
    ShortRun run;
    try {
      run = ShortRun.of(line("--info", "-"), Map.of(), InputStream.nullInputStream(), LIMIT);
    } catch (IOException e) {
      throw GopException.environment("vspipe cannot be started: " + e.getMessage(), e);
    }
    Integer exitCode = run.exitCode();
    if (exitCode == null) {
      throw GopException.environment(
          String.format(
              Locale.ROOT, "%s: vspipe does not answer within %d minutes", file, LIMIT.toMinutes()),
          null);
    }
    if (exitCode != 0) {
      throw GopException.input(
          "%s: vspipe %s%s"
              .formatted(file, ExitStatus.describe(exitCode), QUOTE.suffix(run.log())));
    }
    var info = new TreeMap<String, String>();
    run.output()
        .lines()
        .map(line -> line.split(":", 2))
        .filter(words -> words.length == 2)
        .forEach(words -> info.put(words[0].strip(), words[1].strip()));
    return info;
  }

  private void requireConstant(Map<String, String> info, String name) {
    if (info.getOrDefault(name, "").equals("Variable")) {
      throw GopException.input(
          "%s: %s varies from frame to frame; make all frames alike in the script"
              .formatted(file, name));
    }
  }

  private List<String> line(String... how) {
    var line = new ArrayList<String>();
    line.add(vspipe.toString());
    line.addAll(List.of("-o", "" + output));
    for (String argument : arguments) {
      line.addAll(List.of("-a", argument));
    }
    line.add(how[0]);
    if (how.length > 2) {
      line.add(how[1]);
    }
    line.add(file.toString());
    line.add(how[how.length - 1]);
    return line;
  }
}
