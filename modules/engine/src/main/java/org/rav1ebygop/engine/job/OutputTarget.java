package org.rav1ebygop.engine.job;

import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/// Where a film goes.
public sealed interface OutputTarget {
  /// Into a file that appears when it is complete and proven.
  record File(Path path) implements OutputTarget {}

  /// Into a pipe, as its beginning becomes ready.
  record Stream(WritableByteChannel channel) implements OutputTarget {}

  /// Nowhere; the film is encoded and verified all the same.
  record Discard() implements OutputTarget {}
}
