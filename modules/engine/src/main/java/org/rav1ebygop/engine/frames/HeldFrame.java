package org.rav1ebygop.engine.frames;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A frame of a pipe that waits in memory, or is read. Guarded by the lock of [HeldFrames].
final class HeldFrame {
  final long index;
  private Kept kept;
  private boolean sent;

  /// Of the slots that read it at this moment.
  private final List<Reading> readings = new ArrayList<>(1);

  HeldFrame(long index, Kept kept) {
    this.index = index;
    this.kept = kept;
  }

  /// Where it is.
  Kept kept() {
    return kept;
  }

  /// It is somewhere else from now on.
  void keptAt(Kept place) {
    kept = place;
  }

  /// Whether an encoder has it or none needs it, so that it is only needed if its GOP is to be
  /// repeated.
  boolean isSent() {
    return sent;
  }

  boolean isRead() {
    return !readings.isEmpty();
  }

  /// A slot begins to read.
  void read(Reading reading) {
    readings.add(reading);
  }

  /// Whether a slot still reads what it began to read.
  boolean isReadBy(Reading reading) {
    return readings.contains(reading);
  }

  /// An encoder has it, and a slot less reads it.
  ///
  /// @return buffers that are free now
  List<ReadBuffer> sent(Reading reading) {
    sent = true;
    return end(reading);
  }

  /// A slot less reads it.
  ///
  /// @return buffers that are free now
  List<ReadBuffer> end(Reading reading) {
    readings.remove(reading);
    return free(List.of(reading));
  }

  /// No encoder needs it.
  ///
  /// @return buffers that are free now
  List<ReadBuffer> unneeded() {
    sent = true;
    return List.of();
  }

  /// Its GOP is to be encoded again.
  ///
  /// @return buffers that are free now
  List<ReadBuffer> rewind() {
    sent = false;
    return forget();
  }

  /// No slot reads it any more.
  ///
  /// @return buffers that are free now
  List<ReadBuffer> forget() {
    List<ReadBuffer> free = free(readings);
    readings.clear();
    return free;
  }

  /// Those that are still being filled are freed by who fills them.
  private static List<ReadBuffer> free(List<Reading> ended) {
    return ended.stream()
        .map(reading -> reading.buffer)
        .filter(Objects::nonNull)
        .filter(buffer -> !buffer.filling)
        .toList();
  }
}
