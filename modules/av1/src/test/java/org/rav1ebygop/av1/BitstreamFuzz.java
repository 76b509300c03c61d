package org.rav1ebygop.av1;

/// Reads any bytes as what each reader of this module expects.
public final class BitstreamFuzz {
  private BitstreamFuzz() {}

  /// Called by the fuzzer.
  public static void fuzzerTestOneInput(byte[] data) {
    IvfFuzz.fuzzerTestOneInput(data);
    ObuFuzz.fuzzerTestOneInput(data);
  }
}
