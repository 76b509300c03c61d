package org.rav1ebygop.plugin.aomenc;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.child.process.Inquiry;
import org.rav1ebygop.child.process.LogQuote;
import org.rav1ebygop.child.process.ProgramFinder;

/// An aomenc that answered.
///
/// @param path of the executable
/// @param version of libaom as it tells itself, such as `3.6.0`
/// @param flags the names of its long options, without dashes
record Aomenc(Path path, String version, Set<String> flags) {
  /// What it says when it fails, and what it says when nothing is wrong.
  static final LogQuote QUOTE =
      new LogQuote(
          List.of("Error", "Failed", "Fatal", "Warning"),
          List.of("Pass ", "Stream ", "Usage:", "Use --help"));

  private static final String HOW_TO_GET =
      "install aom-tools with libaom 3.6 or newer with the package manager, or name it with --encoder-option path=FILE";

  /// The help ends with the encoders that it knows: `AOMedia Project AV1 Encoder v3.6.0`.
  private static final Pattern VERSION =
      Pattern.compile("AOMedia Project AV1 Encoder v?(\\d+\\.\\d+\\S*)");

  /// Without these no GOP can be encoded for itself.
  private static final List<String> NEEDED =
      List.of("ivf", "passes", "disable-kf", "force-video-mode", "end-usage", "cq-level");

  /// Finds the one to use and asks it.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind ENVIRONMENT when there is none that can be
  ///   used
  static Aomenc find(Options options) {
    Path path =
        ProgramFinder.inPath(AomencProvider.ID, "option " + AomencOptions.PATH, HOW_TO_GET)
            .find(options.get(AomencOptions.PATH));
    return ask(new Inquiry(path, AomencProvider.ID, QUOTE, Inquiry.LIMIT));
  }

  private static Aomenc ask(Inquiry inquiry) {
    String help = inquiry.answer("--help");
    Matcher version = VERSION.matcher(help);
    if (!version.find()) {
      throw inquiry.problem("is no aomenc: its --help names no AV1 encoder");
    }
    var found = new Aomenc(inquiry.program(), version.group(1), Inquiry.flags(help));
    for (String flag : NEEDED) {
      if (!found.flags.contains(flag)) {
        throw inquiry.problem(
            "is aomenc %s, which has no --%s; 3.6 or newer is needed"
                .formatted(found.version, flag));
      }
    }
    return found;
  }

  @Override
  public String toString() {
    return "aomenc " + version + " at " + path;
  }
}
