package org.rav1ebygop.child.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.rav1ebygop.api.GopException;

/// Asks a program about itself.
///
/// @param program its executable
/// @param name of the program it should be, for messages
/// @param quote finds the reason of a failure in what it says
/// @param limit how long it may take to answer
public record Inquiry(Path program, String name, LogQuote quote, Duration limit) {
  /// What a program needs a few milliseconds for.
  public static final Duration LIMIT = Duration.ofSeconds(5);

  private static final Pattern FLAG =
      Pattern.compile("(?m)^\\s+(?:-[A-Za-z]+(?: <arg>)?,\\s+)?--([a-z][a-z0-9_-]*)");

  /// What it prints on standard output.
  ///
  /// @param question such as `--version`
  /// @throws GopException of kind ENVIRONMENT when it cannot be started, does not end in time, or
  ///   ends with an error
  public String answer(String question) {
    try {
      ShortRun run =
          ShortRun.of(
              List.of(program.toString(), question),
              Map.of(),
              InputStream.nullInputStream(),
              limit);
      Integer exitCode = run.exitCode();
      if (exitCode == null) {
        throw problem(
            String.format(
                Locale.ROOT, "does not answer %s within %d ms", question, limit.toMillis()));
      }
      if (exitCode != 0) {
        throw problem(
            "is no working %s: %s %s%s"
                .formatted(name, question, ExitStatus.describe(exitCode), quote.suffix(run.log())));
      }
      return run.output();
    } catch (IOException e) {
      throw GopException.environment(program + " cannot be started: " + e.getMessage(), e);
    }
  }

  /// The long options that a help text lists at the start of its lines, without dashes.
  public static Set<String> flags(String help) {
    return FLAG.matcher(help)
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Something is wrong with it.
  ///
  /// @param what goes after the name of its file
  public GopException problem(String what) {
    return GopException.environment(program + " " + what, null);
  }
}
