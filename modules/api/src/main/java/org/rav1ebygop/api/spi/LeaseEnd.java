package org.rav1ebygop.api.spi;

import java.time.Duration;
import java.util.Locale;
import org.rav1ebygop.api.GopException;

/// How a lease ended. Whether the GOP is tried again depends on it: only what speaks against this
/// GOP counts as a try.
///
/// A slot knows the cases of [BySlot] and hands one of them to [Lease#end]. The job finds out the
/// others by itself.
public sealed interface LeaseEnd {
  /// Why, in one line.
  String reason();

  /// Whether it counts towards the tries of its GOP (`--max-tries`).
  default boolean countsAgainstGop() {
    return switch (this) {
      case EncoderFailed _, Rejected _, Stalled _ -> true;
      case Completed _, SlotLost _, GivenBack _, SlotTrouble _, Superseded _ -> false;
    };
  }

  /// The GOP is stored.
  record Completed() implements LeaseEnd {
    @Override
    public String reason() {
      return "it is done";
    }
  }

  /// The result did not pass a check: of its packets, its encoder or its pictures.
  record Rejected(String reason) implements LeaseEnd {}

  /// The encoder made no progress for too long.
  record Stalled(Duration quiet) implements LeaseEnd {
    @Override
    public String reason() {
      return String.format(
          Locale.ROOT, "no progress for %d s (encoder stopped responding)", quiet.toSeconds());
    }
  }

  /// Another slot stored the GOP first.
  record Superseded(Slot by) implements LeaseEnd {
    @Override
    public String reason() {
      return by + " has finished the GOP sooner";
    }
  }

  /// The cases that a slot knows.
  sealed interface BySlot extends LeaseEnd {
    /// What the encoder wrote for people, its latest part if that is long; empty when there is
    /// none.
    default String log() {
      return "";
    }
  }

  /// The encoder failed.
  ///
  /// @param failure of kind ENCODER; any other kind ends the job
  record EncoderFailed(GopException failure, String log) implements BySlot {
    @Override
    public String reason() {
      return failure.getMessage();
    }
  }

  /// The machine of the slot lacks something, such as memory or space on its disk. On this machine
  /// that ends the job; elsewhere the GOP goes to another worker if there is one.
  ///
  /// @param failure of kind ENVIRONMENT
  record SlotTrouble(GopException failure, String log) implements BySlot {
    @Override
    public String reason() {
      return failure.getMessage();
    }
  }

  /// The slot vanished with its encoder: its connection broke and did not come back in time, or its
  /// machine was switched off.
  record SlotLost(String reason) implements BySlot {}

  /// The slot ended the lease in good order, because it stops or is needed for something else.
  record GivenBack(String reason) implements BySlot {}

  /// The end of a lease by an exception, of the encoder or of the lease itself.
  ///
  /// @param log what the encoder wrote for people, its latest part if that is long; empty when
  ///   there is none
  static BySlot failed(GopException failure, String log) {
    return failure.kind() == GopException.Kind.ENVIRONMENT
        ? new SlotTrouble(failure, log)
        : new EncoderFailed(failure, log);
  }
}
