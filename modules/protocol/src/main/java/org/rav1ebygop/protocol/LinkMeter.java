package org.rav1ebygop.protocol;

/// Measures how fast a connection takes bytes and how fast frames are compressed, to tell which of
/// the two gets frames across sooner. Used by any thread.
final class LinkMeter {
  /// Older measurements count half after so many bytes.
  private static final long HALF_LIFE = 32 << 20;

  /// Before so many bytes nothing is known of a connection: buffers on the way hide how fast it is.
  private static final long ENOUGH = 8 << 20;

  private double sentBytes;
  private double sentNanos;
  private double rawBytes;
  private double codedBytes;
  private double codedNanos;

  /// So many bytes went out, and it took so long until there was room for more.
  synchronized void sent(long bytes, long nanos) {
    if (sentBytes > HALF_LIFE) {
      sentBytes /= 2;
      sentNanos /= 2;
    }
    sentBytes += bytes;
    sentNanos += nanos;
  }

  /// A frame was compressed.
  synchronized void coded(long raw, long coded, long nanos) {
    if (rawBytes > HALF_LIFE) {
      rawBytes /= 2;
      codedBytes /= 2;
      codedNanos /= 2;
    }
    rawBytes += raw;
    codedBytes += coded;
    codedNanos += nanos;
  }

  /// Whether it takes less time to compress a frame than to send what that saves; true as long as
  /// that is not known.
  synchronized boolean worthCoding() {
    if (sentBytes < ENOUGH || rawBytes == 0) {
      return true;
    }
    double saved = (rawBytes - codedBytes) / rawBytes;
    return sentNanos / sentBytes * saved > codedNanos / rawBytes;
  }
}
