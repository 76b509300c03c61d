package org.rav1ebygop.api.spi;

/// Offers slots: places where one GOP at a time can be encoded. Slots pull; each of them runs
/// `while ((lease = leases.take(slot)) != null)` until there is nothing left to take.
public interface Transport extends AutoCloseable {
  /// Runs slots until [Leases#take] has answered null to them, or the transport is closed. Slots
  /// may come and go meanwhile; one that has no place for a lease now asks [Leases#over] instead.
  ///
  /// @throws org.rav1ebygop.api.GopException when no slot can work at all; a slot that fails for
  ///   itself ends its lease and leaves instead
  void run(EncodeJob job, Leases leases, WorkerListener listener) throws InterruptedException;

  /// Ends all slots at once, their encoders included; [#run] then returns.
  @Override
  void close();
}
