package org.rav1ebygop.engine.lease;

import org.rav1ebygop.api.spi.Slot;

/// A slot at work on a GOP. All times are in seconds.
final class Run {
  final GopLease lease;
  final Slot slot;
  final Farm.Machine machine;

  /// Frames per second, were there no network.
  final double pace;

  /// Until the encoder works.
  double starting;

  double frames;

  /// Frames per second, as of now.
  double rate;

  Run(GopLease lease, Slot slot, Farm.Machine machine, Film film) {
    this.lease = lease;
    this.slot = slot;
    this.machine = machine;
    this.pace = machine.speed() / film.gops().get(lease.gopIndex()).seconds();
    this.starting = film.costs().lease();
  }

  /// How long until so many frames are encoded.
  double until(double count) {
    return starting > 0 ? starting + count / rate : Math.max(0, count - frames) / rate;
  }

  void advance(double seconds) {
    double working = Math.max(0, seconds - starting);
    starting = Math.max(0, starting - seconds);
    frames += working * rate;
  }
}
