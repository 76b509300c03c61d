package org.rav1ebygop.protocol;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/// Measures how fast a connection takes bytes, how fast frames are compressed, and how many frames
/// are asked for, to tell whether compressing them gets work done sooner. Used by any thread.
final class LinkMeter {
  /// Older measurements count half after so many bytes.
  private static final long HALF_LIFE = 32 << 20;

  /// Before so many bytes nothing is known of a connection: buffers on the way hide how fast it is.
  private static final long ENOUGH = 8 << 20;

  /// How much of what a connection takes may be asked of it before it counts as the bottleneck. A
  /// connection that is the bottleneck is asked for all it takes, compressed for more. One that is
  /// not is best left its frames as they are: where processors are busy, sending waits for them
  /// too, and compressing would only take more of them.
  private static final double ROOM = 0.7;

  /// Longer pauses between frames are not for want of room on the connection.
  private static final long MAX_PAUSE_NANOS = 1_000_000_000;

  @GuardedBy("this")
  private double askedBytes;

  @GuardedBy("this")
  private double askedNanos;

  @GuardedBy("this")
  private boolean begun;

  @GuardedBy("this")
  private long lastAsked;

  @GuardedBy("this")
  private double sentBytes;

  @GuardedBy("this")
  private double sentNanos;

  @GuardedBy("this")
  private double rawBytes;

  @GuardedBy("this")
  private double codedBytes;

  @GuardedBy("this")
  private double codedNanos;

  /// A frame is wanted at the other side.
  ///
  /// @param now of [System#nanoTime]
  synchronized void asked(long raw, long now) {
    if (askedBytes > HALF_LIFE) {
      askedBytes /= 2;
      askedNanos /= 2;
    }
    if (begun) {
      askedBytes += raw;
      askedNanos += Math.clamp(now - lastAsked, 0, MAX_PAUSE_NANOS);
    }
    begun = true;
    lastAsked = now;
  }

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

  /// Whether the connection is the bottleneck and it takes less time to compress a frame than to
  /// send what that saves; true as long as that is not known.
  synchronized boolean worthCoding() {
    if (sentBytes < ENOUGH || rawBytes == 0 || askedBytes == 0) {
      return true;
    }
    double nanosPerByte = sentNanos / sentBytes;
    double saved = (rawBytes - codedBytes) / rawBytes;
    return askedBytes * nanosPerByte > ROOM * askedNanos
        && nanosPerByte * saved > codedNanos / rawBytes;
  }
}
