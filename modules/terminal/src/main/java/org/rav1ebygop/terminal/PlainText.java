package org.rav1ebygop.terminal;

/// Text for people without what talks to a terminal, or makes one text look like another: control
/// characters of C0 and C1, and those for the direction of text. Each stands as a backslash, `u`
/// and four hexadecimal digits, which is how JSON writes it, so that JSON stays what it was.
///
/// File names, names of workers and what encoders say come from elsewhere and may hold any
/// character. All that the programs print passes through here, whoever prints it.
public final class PlainText {
  private PlainText() {}

  /// Lines of text: line ends and tabs stay.
  public static String of(String text) {
    return plain(text, true);
  }

  /// A text that stays one line.
  public static String line(String text) {
    return plain(text, false);
  }

  private static String plain(String text, boolean lines) {
    StringBuilder plain = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean bad = isBad(c) && !(lines && (c == '\n' || c == '\t'));
      if (bad && plain == null) {
        plain = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      if (plain != null) {
        append(plain, c, bad);
      }
    }
    return plain == null ? text : plain.toString();
  }

  private static void append(StringBuilder plain, char c, boolean bad) {
    if (bad) {
      String hex = Integer.toHexString(c);
      plain.append("\\u").repeat('0', 4 - hex.length()).append(hex);
    } else {
      plain.append(c);
    }
  }

  private static boolean isBad(char c) {
    return Character.isISOControl(c)
        || c == '\u061C'
        || (c >= '\u200E' && c <= '\u200F')
        || (c >= '\u2028' && c <= '\u202E')
        || (c >= '\u2066' && c <= '\u2069');
  }
}
