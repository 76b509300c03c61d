package org.rav1ebygop.api.spi;

/// Told by a transport who works for it. Called by any thread, returns at once.
public interface WorkerListener {
  /// A worker offers slots.
  ///
  /// @param worker as in [Slot#worker]
  /// @param slots how many it offers, 1 or more
  void joined(String worker, int slots);

  /// A worker is gone, with all its slots.
  ///
  /// @param reason one line; empty when it left in order
  void left(String worker, String reason);

  /// What has gone over the network for a worker so far, in bytes. Told about once a second while
  /// that changes.
  default void traffic(String worker, long sent, long received) {}

  /// Something that the user should look at, such as a list of workers that cannot be read.
  ///
  /// @param message one line
  default void warning(String message) {}
}
