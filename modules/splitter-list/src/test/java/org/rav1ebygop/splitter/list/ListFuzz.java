package org.rav1ebygop.splitter.list;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.util.List;
import org.rav1ebygop.api.GopException;

/// Any bytes are a list that goes up from 0, and is read again from its text, or are refused in one
/// line.
public final class ListFuzz {
  private ListFuzz() {}

  /// Called by the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    var list = new ListBuilder("list");
    try {
      ListFile.parse(new InputStreamReader(new ByteArrayInputStream(input), UTF_8), list);
      check(list.build());
    } catch (GopException refusal) {
      String message = refusal.getMessage();
      if (refusal.kind() != GopException.Kind.USAGE
          || message.codePoints().anyMatch(Character::isISOControl)
          || message.length() > 1000) {
        throw new AssertionError("refused as " + refusal.kind() + ": " + message, refusal);
      }
    }
  }

  private static void check(KeyframeList read) {
    int before = -1;
    for (int frame : read.frames()) {
      if (frame <= before || (before < 0 && frame != 0)) {
        throw new AssertionError("no list: " + read);
      }
      before = frame;
    }
    var again = new ListBuilder("list");
    ListFile.parse(new StringReader(read.text()), again);
    List<Integer> frames = again.build().frames();
    if (!frames.equals(read.frames())) {
      throw new AssertionError(read + " is read again as " + frames);
    }
  }
}
