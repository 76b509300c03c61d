package org.rav1ebygop.frame.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Locale;

/// What a sample is guessed from; only the difference is kept. A plane is taken as one long row, so
/// that the sample before the first one of a row is the last one of the row above.
enum Prediction {
  /// The sample to the left.
  LEFT(0),
  /// The sample above.
  UP(1),
  /// Left plus above minus above left: right wherever brightness changes evenly.
  GRADIENT(2);

  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// What stands for it in a compressed frame.
  final byte code;

  Prediction(int code) {
    this.code = (byte) code;
  }

  /// Some samples of a plane.
  ///
  /// @param samples the plane
  /// @param start of these, in bytes, a multiple of 8
  /// @param longs how many times 8 bytes
  /// @param stride bytes from a sample to the one below
  record Band(MemorySegment samples, long start, int longs, long stride) {
    /// Whether the samples above exist, and are known before those that are guessed from them.
    boolean hasAbove() {
      return stride >= Long.BYTES && start >= stride + Long.BYTES;
    }

    long at(int index) {
      return samples.get(LONG, start + (long) Long.BYTES * index);
    }

    long above(int index) {
      return samples.get(LONG, start + (long) Long.BYTES * index - stride);
    }

    void set(int index, long value) {
      samples.set(LONG, start + (long) Long.BYTES * index, value);
    }

    long before() {
      return start == 0 ? 0 : at(-1);
    }
  }

  /// The prediction with this code, as far as a band allows it.
  static Prediction of(byte code, Band band) throws CorruptFrameException {
    for (Prediction prediction : values()) {
      if (prediction.code == code && (prediction == LEFT || band.hasAbove())) {
        return prediction;
      }
    }
    throw new CorruptFrameException(
        String.format(Locale.ROOT, "prediction %d is not possible", code));
  }

  /// Differences between samples and guesses, in zigzag order.
  void differences(Lanes lanes, Band band, long[] out) {
    switch (this) {
      case LEFT -> differencesLeft(lanes, band, out);
      case UP -> differencesUp(lanes, band, out);
      case GRADIENT -> differencesGradient(lanes, band, out);
    }
  }

  /// The inverse of [#differences]: writes the samples of the band.
  void restore(Lanes lanes, Band band, long[] differences) {
    switch (this) {
      case LEFT -> restoreLeft(lanes, band, differences);
      case UP -> restoreUp(lanes, band, differences);
      case GRADIENT -> restoreGradient(lanes, band, differences);
    }
  }

  private static void differencesLeft(Lanes lanes, Band band, long[] out) {
    long before = band.before();
    for (int i = 0; i < band.longs; i++) {
      long x = band.at(i);
      out[i] = lanes.zigzag(lanes.subtract(x, lanes.left(x, before)));
      before = x;
    }
  }

  private static void differencesUp(Lanes lanes, Band band, long[] out) {
    for (int i = 0; i < band.longs; i++) {
      out[i] = lanes.zigzag(lanes.subtract(band.at(i), band.above(i)));
    }
  }

  private static void differencesGradient(Lanes lanes, Band band, long[] out) {
    long before = lanes.subtract(band.at(-1), band.above(-1));
    for (int i = 0; i < band.longs; i++) {
      long x = lanes.subtract(band.at(i), band.above(i));
      out[i] = lanes.zigzag(lanes.subtract(x, lanes.left(x, before)));
      before = x;
    }
  }

  private static void restoreLeft(Lanes lanes, Band band, long[] differences) {
    long x = band.before();
    for (int i = 0; i < band.longs; i++) {
      x = lanes.sums(lanes.unzigzag(differences[i]), x);
      band.set(i, x);
    }
  }

  private static void restoreUp(Lanes lanes, Band band, long[] differences) {
    for (int i = 0; i < band.longs; i++) {
      band.set(i, lanes.add(lanes.unzigzag(differences[i]), band.above(i)));
    }
  }

  private static void restoreGradient(Lanes lanes, Band band, long[] differences) {
    long x = lanes.subtract(band.at(-1), band.above(-1));
    for (int i = 0; i < band.longs; i++) {
      x = lanes.sums(lanes.unzigzag(differences[i]), x);
      band.set(i, lanes.add(x, band.above(i)));
    }
  }
}
