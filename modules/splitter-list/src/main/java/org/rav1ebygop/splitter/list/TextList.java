package org.rav1ebygop.splitter.list;

import java.io.IOException;
import java.io.Reader;
import java.util.Locale;
import java.util.Set;

/// A list that is plain text: frame numbers between white space and commas, or the qpfile of x264,
/// whose lines are `FRAME TYPE [QP]`. From `#` to the end of a line is a comment.
///
/// Of the types of a qpfile, `I` is an IDR frame and `K` a keyframe, which is an IDR frame unless
/// GOPs are open; both start a GOP. `i` is an I frame that later frames may look past, and `P`, `B`
/// and `b` are no keyframes (x264 --fullhelp, --qpfile).
final class TextList {
  static final char BYTE_ORDER_MARK = '\uFEFF';

  private static final Set<String> KEY_TYPES = Set.of("I", "K");
  private static final Set<String> OTHER_TYPES = Set.of("i", "P", "B", "b");

  /// No number is longer; the rest of a longer word is not kept.
  private static final int MAX_WORD = 64;

  private enum Kind {
    UNKNOWN,
    NUMBERS,
    QPFILE
  }

  private final ListBuilder list;
  private final StringBuilder word = new StringBuilder();
  private int line = 1;
  private int column;
  private int wordColumn;
  private boolean comment;
  private Kind kind = Kind.UNKNOWN;

  /// Words of this line so far.
  private int words;

  /// The first word of the line, where the second one says what it is.
  private String first = "";

  private String firstPlace = "";

  TextList(ListBuilder list) {
    this.list = list;
  }

  void read(Reader text) throws IOException {
    for (int c = text.read(); c >= 0; c = text.read()) {
      column++;
      if (c == '\n') {
        endLine();
      } else if (c == '#') {
        endWord();
        comment = true;
      } else if (c == ',' || c == BYTE_ORDER_MARK || Character.isWhitespace(c)) {
        endWord();
      } else if (!comment) {
        add((char) c);
      }
    }
    endLine();
  }

  private void add(char c) {
    if (word.isEmpty()) {
      wordColumn = column;
    }
    if (word.length() < MAX_WORD) {
      word.append(c);
    }
  }

  private void endLine() {
    endWord();
    if (words == 1 && kind == Kind.QPFILE) {
      throw list.problem("line " + line, "the type of the frame is missing");
    }
    if (words == 1 && kind == Kind.UNKNOWN) {
      numbers();
    }
    comment = false;
    words = 0;
    column = 0;
    line++;
  }

  private void endWord() {
    if (!word.isEmpty()) {
      take(word.toString(), String.format(Locale.ROOT, "line %d, column %d", line, wordColumn));
      words++;
      word.setLength(0);
    }
  }

  private void take(String text, String place) {
    if (kind == Kind.UNKNOWN && words == 1) {
      if (text.length() == 1 && Character.isLetter(text.charAt(0))) {
        kind = Kind.QPFILE;
      } else {
        numbers();
      }
    }
    if (kind == Kind.NUMBERS) {
      list.keyframe(text, place);
    } else if (words == 0) {
      first = text;
      firstPlace = place;
    } else {
      takeOfQpfile(text, place);
    }
  }

  private void numbers() {
    kind = Kind.NUMBERS;
    list.keyframe(first, firstPlace);
  }

  private void takeOfQpfile(String text, String place) {
    String what = ListBuilder.quote(text);
    if (words == 1 && KEY_TYPES.contains(text)) {
      list.keyframe(first, firstPlace);
    } else if (words == 1 && OTHER_TYPES.contains(text)) {
      list.number(first, firstPlace);
    } else if (words == 1) {
      throw list.problem(
          place, "'%s' is no frame type; a qpfile has I, i, K, P, B and b".formatted(what));
    } else if (words > 2) {
      throw list.problem(place, "'%s' is one word too many".formatted(what));
    } else if (!text.matches("-?\\d+(\\.\\d+)?")) {
      throw list.problem(place, "'%s' is no quantizer".formatted(what));
    }
  }
}
