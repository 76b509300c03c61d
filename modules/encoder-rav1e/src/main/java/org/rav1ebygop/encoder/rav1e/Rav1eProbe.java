package org.rav1ebygop.encoder.rav1e;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.rav1ebygop.api.GopException;

/// Asks an executable whether it is a rav1e, and which.
final class Rav1eProbe {
  /// What a rav1e needs a few milliseconds for.
  static final Duration LIMIT = Duration.ofSeconds(5);

  /// `rav1e 0.7.1 (UNKNOWN) (release)`: version, `git describe` at build time, build profile.
  private static final Pattern VERSION =
      Pattern.compile("(?m)^rav1e (\\d+\\.\\d+\\S*)(?: \\(([^()\\s]+)\\))?");

  private static final Pattern FLAG =
      Pattern.compile("(?m)^\\s+(?:-[A-Za-z], )?--([a-z][a-z0-9_-]*)");

  /// Without these no GOP can be encoded for itself.
  private static final List<String> NEEDED =
      List.of("no-scene-detection", "keyint", "min-quantizer", "tiles", "range");

  private final Path path;
  private final Duration limit;

  Rav1eProbe(Path path, Duration limit) {
    this.path = path;
    this.limit = limit;
  }

  /// Runs `--version` and `--help`.
  ///
  /// @throws GopException of kind ENVIRONMENT when it is no rav1e that can be used
  Rav1e probe() {
    var rav1e = new Rav1e(path, version(run("--version")), flags(run("--help")));
    for (String flag : NEEDED) {
      if (!rav1e.flags().contains(flag)) {
        throw problem(
            "is rav1e %s, which has no --%s; 0.5 or newer is needed"
                .formatted(rav1e.version(), flag));
      }
    }
    return rav1e;
  }

  private ShortRun run(String question) {
    try {
      ShortRun run = ShortRun.of(List.of(path.toString(), question), "", limit);
      Integer exitCode = run.exitCode();
      if (exitCode == null) {
        throw problem("does not answer %s within %d ms".formatted(question, limit.toMillis()));
      }
      if (exitCode != 0) {
        throw problem(
            "is no working rav1e: %s %s%s"
                .formatted(question, ExitStatus.describe(exitCode), LogQuote.suffix(run.log())));
      }
      return run;
    } catch (IOException e) {
      throw GopException.environment(path + " cannot be started: " + e.getMessage(), e);
    }
  }

  private String version(ShortRun run) {
    var matcher = VERSION.matcher(run.output());
    if (!matcher.find()) {
      String answer = LogQuote.of(run.output());
      throw problem(
          "is no rav1e: its --version says " + (answer.isEmpty() ? "nothing" : "'" + answer + "'"));
    }
    String number = matcher.group(1);
    String describe = matcher.group(2);
    boolean release =
        describe == null
            || List.of("UNKNOWN", "release", "debug", number, "v" + number).contains(describe);
    return release ? number : number + " (" + describe + ")";
  }

  private static Set<String> flags(ShortRun run) {
    return FLAG.matcher(run.output())
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toUnmodifiableSet());
  }

  private GopException problem(String what) {
    return GopException.environment(path + " " + what, null);
  }
}
