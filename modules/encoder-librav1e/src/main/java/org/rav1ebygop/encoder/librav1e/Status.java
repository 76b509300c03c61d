package org.rav1ebygop.encoder.librav1e;

/// What `RaEncoderStatus` says.
final class Status {
  static final int SUCCESS = 0;
  static final int NEED_MORE_DATA = 1;
  static final int LIMIT_REACHED = 3;
  static final int ENCODED = 4;

  private Status() {}
}
