package org.rav1ebygop.engine.lease;

import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.Slot;

/// How a lease ended that brought no GOP.
sealed interface Ending {
  /// One line.
  String reason();

  /// The attempt counts as failed.
  ///
  /// @param failure why
  /// @param stalled whether it was revoked because it made no progress
  record Failed(GopException failure, boolean stalled) implements Ending {
    @Override
    public String reason() {
      return failure.getMessage();
    }
  }

  /// The slot was needed for something else; the attempt does not count.
  record GivenBack(String reason) implements Ending {}

  /// Another lease has brought the GOP.
  ///
  /// @param by whom
  record Superseded(Slot by) implements Ending {
    @Override
    public String reason() {
      return "%s has finished the GOP sooner".formatted(by);
    }
  }
}
