package org.rav1ebygop.engine.store;

import java.io.Serial;

/// A file of the job directory is not what it was written as.
final class StateException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  StateException(String message) {
    super(message);
  }

  StateException(String message, Throwable cause) {
    super(message, cause);
  }
}
