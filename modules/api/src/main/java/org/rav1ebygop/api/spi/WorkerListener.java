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

  /// How much has gone over the network for a worker. A transport that has a network tells it about
  /// once a second while something moves, and before the worker has left.
  ///
  /// @param sent bytes that went to the worker since the job began, over all its connections
  /// @param received bytes that came from it
  default void traffic(String worker, long sent, long received) {}

  /// Something that the user should look at, such as a list of workers that cannot be read.
  ///
  /// @param message one line
  default void warning(String message) {}
}
