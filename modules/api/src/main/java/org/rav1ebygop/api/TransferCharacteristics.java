package org.rav1ebygop.api;

/// Transfer characteristics by their code points in ITU-T H.273, table 3, which AV1 shares.
public enum TransferCharacteristics {
  BT709(1),
  UNSPECIFIED(2),
  BT470M(4),
  BT470BG(5),
  BT601(6),
  SMPTE240(7),
  LINEAR(8),
  LOG100(9),
  LOG100_SQRT10(10),
  IEC61966(11),
  BT1361(12),
  SRGB(13),
  BT2020_10BIT(14),
  BT2020_12BIT(15),
  SMPTE2084(16),
  SMPTE428(17),
  HLG(18);

  private final int code;

  TransferCharacteristics(int code) {
    this.code = code;
  }

  /// The code point of H.273.
  public int code() {
    return code;
  }
}
