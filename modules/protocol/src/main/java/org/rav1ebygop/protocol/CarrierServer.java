package org.rav1ebygop.protocol;

import java.util.List;

/// Lets clients reach a worker until it is closed.
public interface CarrierServer extends AutoCloseable {
  /// Where clients find the worker, for its log: one line that goes on after `listens at`.
  String place();

  /// Ends all connections; no more are made.
  @Override
  void close();

  /// What is served. Used by any thread.
  interface Worker {
    /// Name and version of its program.
    String software();

    /// What its encoders are: name and version, one line each.
    List<String> encoders();

    /// What it does at the moment.
    WorkerService.Load load();

    /// Takes a connection that was just made and is not started.
    void accept(Carrier carrier);
  }
}
