package org.rav1ebygop.protocol;

import java.time.Duration;
import java.util.Locale;

/// Is told what happens at a worker, for its log. Called by any thread, also by several at once;
/// returns at once. Texts are one line and hold no secrets.
public interface WorkerEvents {
  /// A client has proven that it knows the password, and its job can be done here.
  ///
  /// @param client address, and name and version of its program
  /// @param job what it wants: encoder, picture size, settings
  void opened(String client, String job);

  /// A connection has ended, or was refused.
  ///
  /// @param client address, and name and version of its program when that is known
  void ended(String client, String reason);

  /// An encoder begins.
  void started(String client, Gop gop);

  /// The client has the result.
  void finished(String client, Gop gop, int frames, Duration time);

  /// A GOP came to nothing: the encoder failed, or the client no longer wants it.
  ///
  /// @param fault whether that is a fault of this worker
  void failed(String client, Gop gop, String reason, boolean fault);

  /// Which GOP.
  ///
  /// @param attempt at it, from 1
  record Gop(int index, int attempt) {
    @Override
    public String toString() {
      return attempt == 1
          ? "GOP " + index
          : String.format(Locale.ROOT, "GOP %d, attempt %d", index, attempt);
    }
  }
}
