package org.rav1ebygop.engine.lease;

import java.util.Comparator;
import java.util.List;

/// What no order of GOPs can be faster than, in seconds.
///
/// @param work all encoding, spread evenly over the slots
/// @param analysis finding the last keyframe
/// @param network sending all frames
/// @param longest the GOP that takes longest, on the fastest slot
record Bounds(double work, double analysis, double network, double longest) {
  static Bounds of(Film film, Farm farm) {
    Film.Costs costs = film.costs();
    double best = farm.machines().stream().mapToDouble(Farm.Machine::speed).max().orElse(1);
    boolean remote = farm.machines().stream().noneMatch(Farm.Machine::isLocal);
    return new Bounds(
        film.work() / farm.speed(),
        film.frames() / costs.analysed(),
        remote ? film.frames() * costs.sent() / farm.link() : 0,
        film.longest() / best);
  }

  /// The name of the greatest.
  String binding() {
    record Named(String name, double seconds) {}
    return List.of(
            new Named("work", work),
            new Named("analysis", analysis),
            new Named("network", network),
            new Named("longest GOP", longest))
        .stream()
        .max(Comparator.comparingDouble(Named::seconds))
        .map(Named::name)
        .orElseThrow();
  }

  double greatest() {
    return Math.max(Math.max(work, analysis), Math.max(network, longest));
  }
}
