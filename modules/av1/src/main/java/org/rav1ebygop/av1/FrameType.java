package org.rav1ebygop.av1;

/// `frame_type`, section 6.8.2, in the order of its codes.
public enum FrameType {
  /// Depends on no other frame; when it is shown at once, decoding can start at it.
  KEY,
  /// May be predicted from other frames.
  INTER,
  /// Depends on no other frame, but frames after it may depend on frames before it.
  INTRA_ONLY,
  /// An inter frame at which a stream of another bit rate may take over.
  SWITCH;

  private static final FrameType[] BY_CODE = values();

  static FrameType of(int code) {
    return BY_CODE[code];
  }

  /// `FrameIsIntra`.
  boolean intra() {
    return this == KEY || this == INTRA_ONLY;
  }
}
