package org.rav1ebygop.plugin.svt.av1;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.child.process.Inquiry;
import org.rav1ebygop.child.process.LogQuote;
import org.rav1ebygop.child.process.ProgramFinder;

/// A SvtAv1EncApp that answered.
///
/// @param path of the executable
/// @param version as it tells itself, such as `1.4.1`
/// @param flags the names of its long options, without dashes
record SvtAv1(Path path, String version, Set<String> flags) {
  static final String PROGRAM = "SvtAv1EncApp";

  /// What it says when it fails, and what it says when nothing is wrong.
  static final LogQuote QUOTE =
      new LogQuote(
          List.of("Svt[error]", "Error"),
          List.of(
              "Svt[info]",
              "Svt[warn]",
              "Encoding",
              "SUMMARY",
              "Total ",
              "Average ",
              "Channel ",
              "Error in configuration",
              "Error found when"));

  private static final String HOW_TO_GET =
      "install svt-av1 1.4 or newer with the package manager, or name it with --encoder-option path=FILE";

  /// `SVT-AV1 v1.4.1 (release)`; between releases the commit follows the number.
  private static final Pattern VERSION = Pattern.compile("(?m)^SVT-AV1 .*?v?(\\d+\\.\\d+\\S*)");

  /// Without these no GOP can be encoded for itself.
  private static final List<String> NEEDED = List.of("keyint", "crf", "preset", "lp", "pin", "scd");

  /// Finds the one to use and asks it.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind ENVIRONMENT when there is none that can be
  ///   used
  static SvtAv1 find(Options options) {
    Path path =
        ProgramFinder.inPath(PROGRAM, "option " + SvtAv1Options.PATH, HOW_TO_GET)
            .find(options.get(SvtAv1Options.PATH));
    return ask(new Inquiry(path, PROGRAM, QUOTE, Inquiry.LIMIT));
  }

  private static SvtAv1 ask(Inquiry inquiry) {
    String answer = inquiry.answer("--version");
    Matcher version = VERSION.matcher(answer);
    if (!version.find()) {
      throw inquiry.problem(
          "is no %s: its --version says '%s'".formatted(PROGRAM, QUOTE.of(answer)));
    }
    var found =
        new SvtAv1(inquiry.program(), version.group(1), Inquiry.flags(inquiry.answer("--help")));
    for (String flag : NEEDED) {
      if (!found.flags.contains(flag)) {
        throw inquiry.problem(
            "is SVT-AV1 %s, which has no --%s; 1.4 or newer is needed"
                .formatted(found.version, flag));
      }
    }
    return found;
  }

  @Override
  public String toString() {
    return "SVT-AV1 " + version + " at " + path;
  }
}
