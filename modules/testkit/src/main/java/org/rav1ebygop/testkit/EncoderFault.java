package org.rav1ebygop.testkit;

import java.util.concurrent.CompletableFuture;

/// What goes wrong with one run of a [RecordedEncoder]. Packets count from 0; a fault at a packet
/// that the GOP does not have is none.
public sealed interface EncoderFault {
  /// Nothing goes wrong.
  EncoderFault NONE = new None();

  /// Decides what goes wrong.
  interface Plan {
    /// The fault of an attempt.
    ///
    /// @param firstFrame of the GOP
    /// @param attempt how many encoders have begun with that frame, this one included
    EncoderFault of(long firstFrame, int attempt);
  }

  /// Nothing goes wrong.
  record None() implements EncoderFault {}

  /// Fails where this packet is due.
  record Fail(long packet) implements EncoderFault {}

  /// Throws an error that is not a [org.rav1ebygop.api.GopException] where this packet is due.
  record Throw(long packet, Error error) implements EncoderFault {}

  /// The machine lacks something where this packet is due.
  record Lack(long packet) implements EncoderFault {
    /// What it lacks.
    public static final String WHAT = "No space left on device";
  }

  /// Makes no progress from this packet on, until it is closed.
  record Hang(long packet) implements EncoderFault {}

  /// Makes no progress from this packet on, and closing it takes until the future is complete.
  record NeverEnd(long packet, CompletableFuture<?> until) implements EncoderFault {}

  /// Holds this packet back until the future is complete.
  record Hold(long packet, CompletableFuture<?> until) implements EncoderFault {}

  /// Says it is complete where this packet is due, and takes no more frames.
  record EndAt(long packet) implements EncoderFault {}

  /// Leaves the last packet out.
  record DropLast() implements EncoderFault {}

  /// Makes one packet more than it got frames.
  record OneMore() implements EncoderFault {}

  /// Makes packets with another sequence header, valid in itself, and fails where this packet is
  /// due.
  record OtherHeader(long packet) implements EncoderFault {}
}
