package org.rav1ebygop.api;

/// Colour primaries by their code points in ITU-T H.273, table 2, which AV1 shares.
public enum ColorPrimaries {
  BT709(1),
  UNSPECIFIED(2),
  BT470M(4),
  BT470BG(5),
  BT601(6),
  SMPTE240(7),
  GENERIC_FILM(8),
  BT2020(9),
  XYZ(10),
  SMPTE431(11),
  SMPTE432(12),
  EBU3213(22);

  private final int code;

  ColorPrimaries(int code) {
    this.code = code;
  }

  /// The code point of H.273.
  public int code() {
    return code;
  }
}
