package org.rav1ebygop.engine.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A film to simulate: what is measured of each GOP, and of the job around them.
///
/// @param gops in order
/// @param costs of everything that is not encoding
record Film(List<Part> gops, Costs costs) {
  /// One GOP.
  ///
  /// @param frames 1 or more
  /// @param seconds that a slot of speed 1 takes for each frame
  record Part(int frames, double seconds) {}

  /// What a job costs besides its frames.
  ///
  /// @param start seconds until the first lease
  /// @param lease seconds from a lease until its encoder works, and from its last frame until it is
  ///   stored
  /// @param end seconds from the last stored GOP until the film is done, however long it is
  /// @param join seconds for each frame, to join and read back
  /// @param analysed frames per second whose keyframes are found
  /// @param sent bytes that go to a worker for each frame
  record Costs(double start, double lease, double end, double join, double analysed, double sent) {}

  Film {
    gops = List.copyOf(gops);
  }

  long frames() {
    return gops.stream().mapToLong(Part::frames).sum();
  }

  /// Seconds that a slot of speed 1 takes for all GOPs.
  double work() {
    return gops.stream().mapToDouble(this::seconds).sum();
  }

  /// Seconds of the GOP that takes longest.
  double longest() {
    return gops.stream().mapToDouble(this::seconds).max().orElse(0);
  }

  /// A film of GOPs like those of this one, drawn at random.
  ///
  /// @param frames that it has at least
  Film like(long frames, long seed) {
    var random = new SplittableRandom(seed);
    var drawn = new ArrayList<Part>();
    for (long left = frames; left > 0; left -= drawn.getLast().frames) {
      drawn.add(gops.get(random.nextInt(gops.size())));
    }
    return new Film(drawn, costs);
  }

  private double seconds(Part gop) {
    return costs.lease + gop.frames * gop.seconds;
  }
}
