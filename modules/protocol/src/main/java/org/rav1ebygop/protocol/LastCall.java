package org.rav1ebygop.protocol;

import java.time.Duration;

/// How long a worker that has said nothing yet may do so when the work is over: a password that is
/// wrong, or a worker that cannot be reached, is reported also when the film was faster.
final class LastCall {
  /// To be reached. The film is finished and waits.
  private static final Duration TO_BE_REACHED = Duration.ofSeconds(2);

  /// To answer, once it is reached: making a key of the password takes a good part of a second.
  private static final Duration TO_ANSWER = Duration.ofSeconds(6);

  private boolean called;
  private long since;

  /// Whether that time is up. The first question begins it.
  ///
  /// @param now of [System#nanoTime]
  boolean isOver(boolean reached, long now) {
    if (!called) {
      called = true;
      since = now;
    }
    return now - since > (reached ? TO_ANSWER : TO_BE_REACHED).toNanos();
  }
}
