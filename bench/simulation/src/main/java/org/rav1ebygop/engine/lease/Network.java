package org.rav1ebygop.engine.lease;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How the frames of all runs share the links: each run gets what it can encode, as far as the link
/// of its machine and that of the client go round when nobody is given more than another who wants
/// it (max-min fairness).
///
/// @param farm whose links
/// @param sent bytes for each frame
record Network(Farm farm, double sent) {
  /// Sets the rates of all runs.
  void share(List<Run> runs) {
    Map<Farm.Machine, Integer> busy = new HashMap<>();
    runs.forEach(run -> busy.merge(run.machine, 1, Integer::sum));
    var remote = new ArrayList<Run>();
    for (Run run : runs) {
      run.rate = run.pace;
      if (!run.machine.isLocal()) {
        run.rate = Math.min(run.pace, run.machine.link() / busy.get(run.machine) / sent);
        remote.add(run);
      }
    }
    double left = farm.link() / sent;
    remote.sort(Comparator.comparingDouble(run -> run.rate));
    for (int i = 0; i < remote.size(); i++) {
      Run run = remote.get(i);
      run.rate = Math.min(run.rate, left / (remote.size() - i));
      left -= run.rate;
    }
  }
}
