package org.rav1ebygop.api;

/// Where 4:2:0 chroma samples sit between luma samples: `chroma_sample_position` of the AV1
/// specification, section 6.4.2.
public enum ChromaPosition {
  /// Not told, or a position that AV1 has no code for (JPEG's centre, PAL DV).
  UNKNOWN,
  /// Between two luma rows, in the column of the left luma sample (MPEG-2).
  VERTICAL,
  /// On the top left luma sample.
  COLOCATED
}
