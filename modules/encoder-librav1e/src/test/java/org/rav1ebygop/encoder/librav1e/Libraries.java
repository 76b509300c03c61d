package org.rav1ebygop.encoder.librav1e;

import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.Options;

/// The library these tests need.
final class Libraries {
  private Libraries() {}

  /// The library to test with: the system property `test.librav1e`, else that of the system.
  static Librav1e library() {
    return LibraryFinder.ofSystem().find(System.getProperty("test.librav1e"));
  }

  /// Options that name [#library].
  static Options options() {
    return Options.NONE.with(Librav1eOptions.PATH, library().name());
  }

  /// The fastest settings.
  static EncoderSettings settings(int quantizer, String isolate) {
    return new EncoderSettings(
        10, quantizer, null, 1, options().with(Librav1eOptions.ISOLATE, isolate));
  }
}
