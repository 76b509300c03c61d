package org.rav1ebygop.input.y4m;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rav1ebygop.api.FrameLayout;

/// The frames of a small y4m file, found by a regular expression: what the readers are compared
/// with.
///
/// @param uniform whether all frame lines are of one length
record ReferenceY4m(List<byte[]> frames, boolean uniform) {
  private static final Pattern LINE = Pattern.compile("FRAME(?: [ -~]{0,4089})?\n");

  /// @param layout as the header says
  /// @return empty when the file is damaged
  static Optional<ReferenceY4m> of(byte[] file, FrameLayout layout) {
    String text = new String(file, ISO_8859_1);
    Matcher line = LINE.matcher(text);
    var frames = new ArrayList<byte[]>();
    var lengths = new ArrayList<Integer>();
    int at = text.indexOf('\n') + 1;
    while (at < file.length) {
      line.region(at, file.length);
      if (!line.lookingAt() || layout.frameBytes() > file.length - line.end()) {
        return Optional.empty();
      }
      at = line.end() + (int) layout.frameBytes();
      frames.add(Arrays.copyOfRange(file, line.end(), at));
      lengths.add(line.end() - line.start());
    }
    boolean uniform = lengths.stream().distinct().count() == 1;
    return frames.isEmpty() ? Optional.empty() : Optional.of(new ReferenceY4m(frames, uniform));
  }
}
