package org.rav1ebygop.cli;

import java.util.Collections;

/// Why a keyframe is one.
enum KeyframeKind {
  /// The picture changes; also the first frame.
  CUT("cut", "scene change"),
  /// The GOP before it was long enough.
  DUE("due", "for length"),
  /// The user wants it.
  FORCED("forced", "forced"),
  /// Of a splitter that gives no reasons.
  PLAIN("plain", "keyframe");

  /// Class of the style.
  final String look;

  /// In the legend.
  final String title;

  KeyframeKind(String look, String title) {
    this.look = look;
    this.title = title;
  }

  static KeyframeKind of(Analysed film, int keyframe) {
    if (Collections.binarySearch(film.forced(), (long) keyframe) >= 0) {
      return FORCED;
    }
    if (!film.findings().scored()) {
      return PLAIN;
    }
    return keyframe == 0 || film.findings().score(keyframe) >= 1 ? CUT : DUE;
  }
}
