package org.rav1ebygop.cli;

import java.io.IOException;
import java.io.Writer;

/// Keyframes as lines, for `--keyframes` and for other programs.
final class KeyframesText {
  private KeyframesText() {}

  static void write(Analysed film, Writer out) throws IOException {
    for (int keyframe : film.findings().keyframes()) {
      out.write(keyframe + "\n");
    }
  }
}
