package org.rav1ebygop.av1;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Reads the headers of a film's temporal units, one after the other, in the low-overhead format
/// (section 5.2), and checks what can be checked without decoding: that OBUs fill the unit exactly,
/// come in the order of section 7.5, and are complete; that headers can be read to the end; that
/// every frame has all its tiles; that the frames it refers to are there. Of a stream with layers
/// it reads what the first operating point needs.
///
/// After an exception the film cannot be read on. Used by one thread.
public final class TemporalUnitReader {
  private final CodedSequence sequence = new CodedSequence();

  /// A reader that has seen nothing yet.
  public TemporalUnitReader() {}

  /// Reads the next temporal unit.
  ///
  /// @throws MalformedBitstreamException with the offset in the unit
  public TemporalUnit read(MemorySegment data) {
    return new UnitParser(sequence, data).parse();
  }

  /// The sequence header in force, or null when none has come.
  public @Nullable SequenceHeader sequenceHeader() {
    return sequence.header();
  }
}
