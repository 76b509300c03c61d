package org.rav1ebygop.av1;

/// `obu_type`, section 6.2.2, in the order of its codes.
enum ObuType {
  RESERVED_0,
  SEQUENCE_HEADER,
  TEMPORAL_DELIMITER,
  FRAME_HEADER,
  TILE_GROUP,
  METADATA,
  FRAME,
  REDUNDANT_FRAME_HEADER,
  TILE_LIST,
  RESERVED_9,
  RESERVED_10,
  RESERVED_11,
  RESERVED_12,
  RESERVED_13,
  RESERVED_14,
  PADDING;

  private static final ObuType[] BY_CODE = values();

  static ObuType of(int code) {
    return BY_CODE[code];
  }
}
