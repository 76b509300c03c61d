package org.rav1ebygop.y4m;

import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.Rational;

/// One word of a header line: a letter and its value.
///
/// @param offset in the line, in bytes
/// @param text not empty
record Tag(int offset, String text) {
  private static final int MAX_QUOTED = 40;

  char name() {
    return text.charAt(0);
  }

  String value() {
    return text.substring(1);
  }

  int dimension() throws Y4mException {
    int number = number(value());
    if (number < 1 || number > FrameLayout.MAX_DIMENSION) {
      throw fault("is not a size from 1 to " + FrameLayout.MAX_DIMENSION);
    }
    return number;
  }

  Rational ratio() throws Y4mException {
    String value = value();
    int colon = value.indexOf(':');
    int numerator = colon < 0 ? -1 : number(value.substring(0, colon));
    int denominator = number(value.substring(colon + 1));
    if (numerator < 1 || denominator < 1) {
      throw fault("is not a ratio of two whole numbers from 1 to " + Integer.MAX_VALUE);
    }
    return new Rational(numerator, denominator);
  }

  Y4mException fault(String what) {
    return new Y4mException(offset, "'" + quoted() + "' " + what);
  }

  /// The tag as it can be shown in a message: printable ASCII, of bounded length.
  private String quoted() {
    String start = text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "...";
    return start.replaceAll("[^ -~]", "?");
  }

  /// The number, or -1 when it is none that fits 31 bits.
  private static int number(String digits) {
    long number = 0;
    for (int i = 0; i < digits.length(); i++) {
      char digit = digits.charAt(i);
      number = 10 * number + digit - '0';
      if (digit < '0' || digit > '9' || number > Integer.MAX_VALUE) {
        return -1;
      }
    }
    return digits.isEmpty() ? -1 : (int) number;
  }
}
