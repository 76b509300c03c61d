package org.rav1ebygop.api;

/// How many chroma samples go with the luma samples of a picture.
public enum ChromaSampling {
  /// 4:2:0: one chroma sample for two by two luma samples.
  CS420(1, 1, "4:2:0"),
  /// 4:2:2: one chroma sample for two luma samples in a row.
  CS422(1, 0, "4:2:2"),
  /// 4:4:4: one chroma sample for every luma sample.
  CS444(0, 0, "4:4:4");

  private final int horizontalShift;
  private final int verticalShift;
  private final String text;

  ChromaSampling(int horizontalShift, int verticalShift, String text) {
    this.horizontalShift = horizontalShift;
    this.verticalShift = verticalShift;
    this.text = text;
  }

  /// The width in samples of a chroma plane beside a luma plane of `lumaWidth`; odd widths round
  /// up.
  public int chromaWidth(int lumaWidth) {
    return (lumaWidth + horizontalShift) >> horizontalShift;
  }

  /// The height in samples of a chroma plane beside a luma plane of `lumaHeight`; odd heights round
  /// up.
  public int chromaHeight(int lumaHeight) {
    return (lumaHeight + verticalShift) >> verticalShift;
  }

  @Override
  public String toString() {
    return text;
  }
}
