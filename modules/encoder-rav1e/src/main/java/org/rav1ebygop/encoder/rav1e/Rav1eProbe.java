package org.rav1ebygop.encoder.rav1e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.child.process.Inquiry;

/// Asks an executable whether it is a rav1e, and which.
final class Rav1eProbe {
  /// `rav1e 0.7.1 (UNKNOWN) (release)`: version, `git describe` at build time, build profile.
  private static final Pattern VERSION =
      Pattern.compile("(?m)^rav1e (\\d+\\.\\d+\\S*)(?: \\(([^()\\s]+)\\))?");

  /// Without these no GOP can be encoded for itself.
  private static final List<String> NEEDED =
      List.of("no-scene-detection", "keyint", "min-quantizer", "tiles", "range");

  private final Path path;
  private final Inquiry inquiry;

  Rav1eProbe(Path path, Duration limit) {
    this.path = path;
    this.inquiry = new Inquiry(path, "rav1e", Rav1e.QUOTE, limit);
  }

  /// Runs `--version` and `--help`.
  ///
  /// @throws GopException of kind ENVIRONMENT when it is no rav1e that can be used
  Rav1e probe() {
    var rav1e =
        new Rav1e(
            path, version(inquiry.answer("--version")), Inquiry.flags(inquiry.answer("--help")));
    for (String flag : NEEDED) {
      if (!rav1e.flags().contains(flag)) {
        throw inquiry.problem(
            "is rav1e %s, which has no --%s; 0.5 or newer is needed"
                .formatted(rav1e.version(), flag));
      }
    }
    return rav1e;
  }

  private String version(String output) {
    var matcher = VERSION.matcher(output);
    if (!matcher.find()) {
      String answer = Rav1e.QUOTE.of(output);
      throw inquiry.problem(
          "is no rav1e: its --version says " + (answer.isEmpty() ? "nothing" : "'" + answer + "'"));
    }
    String number = matcher.group(1);
    String describe = matcher.group(2);
    boolean release =
        describe == null
            || List.of("UNKNOWN", "release", "debug", number, "v" + number).contains(describe);
    return release ? number : number + " (" + describe + ")";
  }
}
