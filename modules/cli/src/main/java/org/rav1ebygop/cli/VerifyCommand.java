package org.rav1ebygop.cli;

import com.github.rvesse.airline.annotations.AirlineModule;
import com.github.rvesse.airline.annotations.Arguments;
import com.github.rvesse.airline.annotations.Command;
import com.github.rvesse.airline.annotations.Option;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// Looks at a finished film.
@Command(
    name = "verify",
    description =
        """
        rav1e-by-gop verify reads an AV1 film (IVF, raw OBU, MKV, MP4, WebM) from its first to its
        last byte, decodes it if there is a decoder, and says whether it is whole. With --against it
        also compares every frame with the source.

        Usage: rav1e-by-gop verify [options] FILM

          rav1e-by-gop verify film.ivf
          rav1e-by-gop verify film.ivf --against film.y4m
          rav1e-by-gop verify film.av1.mkv --against film.mkv

        Exit codes: 0 good, 2 wrong usage, 3 damaged or no such film, 4 not the film of --against,
        5 something is missing on this machine, 70 a bug.\
        """)
public final class VerifyCommand extends CliCommand {
  private static final SingleInput FILM =
      new SingleInput("film", "rav1e-by-gop verify FILM", false);

  @Arguments(title = "FILM", description = "the film")
  List<String> films = new ArrayList<>();

  @Option(
      name = "--against",
      title = "input",
      description = "The source it was made from: a film, or - for y4m from standard input")
  @Nullable String against;

  @Option(
      name = {"--limit", "--frames"},
      title = "n",
      description = "Frames of the source that were encoded, when it was not all")
  long limit = Long.MAX_VALUE;

  @AirlineModule InputOptions reading = new InputOptions();

  @Option(name = "--decoder", title = "id", description = "Decoder (default: one that works here)")
  @Nullable String decoder;

  @Option(
      name = "--dav1d",
      title = "path",
      description =
          "The dav1d to use (default: the one that came with this program, else from PATH)")
  @Nullable String dav1d;

  @Option(name = "--no-decode", description = "Read the film, but do not decode it")
  boolean noDecode;

  @Override
  int run(Console console) {
    if (isAnswered(console)) {
      return 0;
    }
    var _ = FILM.of(films, null);
    if (limit < 1) {
      throw GopException.usage("--limit is 1 or more, not " + limit);
    }
    if (noDecode && against != null) {
      throw GopException.usage("--against needs decoding: leave --no-decode out");
    }
    return new VerifyRun(this, console).run();
  }
}
