package org.rav1ebygop.api;

/// Matrix coefficients by their code points in ITU-T H.273, table 4, which AV1 shares.
public enum MatrixCoefficients {
  IDENTITY(0),
  BT709(1),
  UNSPECIFIED(2),
  FCC(4),
  BT470BG(5),
  BT601(6),
  SMPTE240(7),
  YCGCO(8),
  BT2020NCL(9),
  BT2020CL(10),
  SMPTE2085(11),
  CHROMATNCL(12),
  CHROMATCL(13),
  ICTCP(14);

  private final int code;

  MatrixCoefficients(int code) {
    this.code = code;
  }

  /// The code point of H.273.
  public int code() {
    return code;
  }
}
