package org.rav1ebygop.terminal;

import java.util.List;

/// Draws a live view below the text that scrolls, with the control sequences of ECMA-48, and DEC's
/// for wrapping.
///
/// The cursor rests where the view begins, which is a place that a terminal keeps when it breaks
/// lines anew for another width: erasing from there on leaves nothing behind, however many rows the
/// view has become. While the view is drawn, lines do not wrap, so that each is one row even if the
/// window has become narrower meanwhile. The cursor is never hidden: nothing has to be put right
/// when this process is stopped or killed.
final class Painter {
  private static final String ERASE_VIEW = "\r\033[J";
  private static final String NO_WRAP = "\033[?7l";
  private static final String WRAP = "\033[?7h";

  private boolean shown;

  /// Whether a view is on the terminal.
  boolean shown() {
    return shown;
  }

  /// What takes the place of the view that is shown, before any text.
  String erased() {
    String erase = shown ? ERASE_VIEW : "";
    shown = false;
    return erase;
  }

  /// A view, to be drawn where none is, at the beginning of a row.
  ///
  /// @param lines as many as fit are drawn, and of each as much as fits
  String drawn(List<String> lines, Window window) {
    int most = Math.max(1, window.rows() - 1);
    List<String> visible = lines.subList(0, Math.min(most, lines.size()));
    if (visible.isEmpty()) {
      return "";
    }
    shown = true;
    var text = new StringBuilder(NO_WRAP);
    for (int i = 0; i < visible.size(); i++) {
      text.append(i == 0 ? "" : "\n").append(cut(visible.get(i), window.columns()));
    }
    text.append('\r').append(WRAP);
    if (visible.size() > 1) {
      text.append("\033[").append(visible.size() - 1).append('A');
    }
    return text.toString();
  }

  private static String cut(String line, int columns) {
    if (line.codePointCount(0, line.length()) <= columns) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, columns));
  }
}
