package org.rav1ebygop.api;

/// A ratio of two positive 32-bit numbers, kept as given: 50/2 stays 50/2 because an encoder may
/// write both numbers into its bitstream.
///
/// @param numerator 1 or more
/// @param denominator 1 or more
public record Rational(int numerator, int denominator) {
  /// One to one: square pixels.
  public static final Rational ONE = new Rational(1, 1);

  /// @throws IllegalArgumentException when a part is not positive
  public Rational {
    if (numerator < 1 || denominator < 1) {
      throw new IllegalArgumentException(
          "a ratio needs two positive numbers, not " + numerator + ":" + denominator);
    }
  }

  /// The quotient, for display and estimates only.
  public double value() {
    return (double) numerator / denominator;
  }

  @Override
  public String toString() {
    return numerator + ":" + denominator;
  }
}
