package org.rav1ebygop.cli;

import com.github.rvesse.airline.annotations.AirlineModule;
import com.github.rvesse.airline.annotations.Arguments;
import com.github.rvesse.airline.annotations.Command;
import com.github.rvesse.airline.annotations.Option;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// Finds the keyframes of a film and encodes nothing.
@Command(
    name = "keyframes",
    description =
        """
        rav1e-by-gop keyframes finds where the GOPs of a film start, and encodes nothing. It prints the
        keyframes, one a line, for --keyframes or for other programs.

        Usage: rav1e-by-gop keyframes [options] INPUT

        INPUT is a film, or - for y4m from standard input.

          rav1e-by-gop keyframes film.y4m > film.keyframes
          rav1e-by-gop keyframes film.y4m --json film.json --plot film.svg
          rav1e-by-gop film.y4m --keyframes film.keyframes -o film.ivf

        Exit codes: 0 done, 2 wrong usage, 3 bad input, 5 something is missing on this machine,
        130 interrupted, 70 a bug.\
        """)
public final class KeyframesCommand extends CliCommand {
  private static final SingleInput INPUT =
      new SingleInput("input", "rav1e-by-gop keyframes INPUT", false);

  @Arguments(title = "INPUT", description = "film, or - for y4m from standard input")
  List<String> inputs = new ArrayList<>();

  @Section("Input and output")
  @Option(
      name = {"--limit", "--frames"},
      title = "n",
      description = "Look at the first N frames only")
  long limit = Long.MAX_VALUE;

  @Section("Input and output")
  @Option(
      name = "--json",
      title = "file",
      description =
          "Write keyframes and the score of every frame as JSON, in the form of av-scenechange; - for standard output, in place of the list")
  @Nullable String json;

  @Section("Input and output")
  @Option(
      name = "--plot",
      title = "file",
      description = "Draw scores, keyframes and GOPs as an SVG picture")
  @Nullable String plot;

  @AirlineModule InputOptions reading = new InputOptions();

  @AirlineModule KeyframeOptions keyframes = new KeyframeOptions();

  @Section("Messages")
  @Option(name = "--no-progress", description = "No progress while the film is read")
  boolean noProgress;

  @Override
  int run(Console console) throws InterruptedException {
    if (isAnswered(console)) {
      return 0;
    }
    var _ = INPUT.of(inputs, null);
    if (limit < 1) {
      throw GopException.usage("--limit is 1 or more, not " + limit);
    }
    return new KeyframesRun(this, console).run();
  }
}
