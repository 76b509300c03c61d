package org.rav1ebygop.engine.lease;

import java.util.ArrayList;
import java.util.List;
import org.rav1ebygop.api.spi.Slot;

/// The machines that encode.
///
/// @param machines each with another name
/// @param link bytes per second that leave the client for all workers together
record Farm(List<Machine> machines, double link) {
  /// A link that never binds.
  static final double UNLIMITED = Double.POSITIVE_INFINITY;

  /// One machine. Those that are not the client's own get frames over the network.
  ///
  /// @param name [Slot#LOCAL] for the client's own
  /// @param slots that encode at a time
  /// @param speed of each slot; 1 is the machine that was measured
  /// @param link bytes per second that it can receive
  /// @param lifetime mean seconds until it is lost, with all that it was at
  /// @param absence seconds until it comes back
  record Machine(
      String name, int slots, double speed, double link, double lifetime, double absence) {
    /// One that is never lost.
    static Machine steady(String name, int slots, double speed) {
      return new Machine(name, slots, speed, UNLIMITED, Double.POSITIVE_INFINITY, 0);
    }

    boolean isLocal() {
      return name.equals(Slot.LOCAL);
    }
  }

  /// Slots of the client alone, all alike.
  static Farm local(int slots) {
    return new Farm(List.of(Machine.steady(Slot.LOCAL, slots, 1)), UNLIMITED);
  }

  /// Slots on workers, the last of which may have fewer.
  ///
  /// @param worker what each of them is like
  static Farm workers(int slots, Machine worker, double link) {
    var machines = new ArrayList<Machine>();
    for (int left = slots; left > 0; left -= worker.slots) {
      machines.add(
          new Machine(
              worker.name + machines.size(),
              Math.min(left, worker.slots),
              worker.speed,
              worker.link,
              worker.lifetime,
              worker.absence));
    }
    return new Farm(machines, link);
  }

  int slots() {
    return machines.stream().mapToInt(Machine::slots).sum();
  }

  /// The frames that all slots encode in the time in which one of speed 1 encodes one.
  double speed() {
    return machines.stream().mapToDouble(machine -> machine.slots * machine.speed).sum();
  }
}
