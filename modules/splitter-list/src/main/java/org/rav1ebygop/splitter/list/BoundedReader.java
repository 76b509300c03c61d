package org.rav1ebygop.splitter.list;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Locale;

/// Refuses text that no list would be, before it takes the memory of who parses it: too much of it,
/// or a JSON string too long.
final class BoundedReader extends FilterReader {
  /// Enough for the scores of five million frames.
  static final long MAX_CHARS = 64 << 20;

  static final int MAX_STRING = 1 << 16;

  private final ListBuilder list;
  private long chars;
  private boolean quoted;
  private boolean escaped;
  private int length;

  BoundedReader(Reader text, ListBuilder list) {
    super(text);
    this.list = list;
  }

  @Override
  public int read(char[] target, int offset, int count) throws IOException {
    int read = super.read(target, offset, count);
    for (int i = offset; i < offset + read; i++) {
      look(target[i]);
    }
    return read;
  }

  @Override
  public int read() throws IOException {
    char[] one = new char[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }

  private void look(char c) {
    if (++chars > MAX_CHARS) {
      throw list.problem(
          "", String.format(Locale.ROOT, "it is longer than %d MB", MAX_CHARS >> 20));
    }
    if (c == '"' && !escaped) {
      quoted = !quoted;
      length = 0;
    }
    if (quoted && ++length > MAX_STRING) {
      throw list.problem(
          "", String.format(Locale.ROOT, "it has a string of more than %d characters", MAX_STRING));
    }
    escaped = quoted && c == '\\' && !escaped;
  }
}
