package org.rav1ebygop.transport.websocket;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rav1ebygop.transport.websocket.WorkerReader.Entry;

/// Gives workers the names they have in messages: that of the file, else the host, with the port
/// when hosts repeat.
final class Names {
  /// What the slots of this machine are called.
  private static final String LOCAL = "local";

  private Names() {}

  /// @throws org.rav1ebygop.api.GopException of kind USAGE when two workers have one name
  static List<Worker> given(List<Entry> entries) {
    Map<String, Integer> hosts = new HashMap<>();
    entries.forEach(entry -> hosts.merge(entry.worker().host(), 1, Integer::sum));
    var workers = new ArrayList<Worker>();
    Set<String> names = new HashSet<>();
    for (Entry entry : entries) {
      Worker worker = entry.worker();
      String name = worker.name();
      if (name.isEmpty()) {
        boolean repeated = hosts.getOrDefault(worker.host(), 0) > 1;
        name = repeated ? worker.host() + ":" + worker.port() : worker.host();
      }
      if (name.equals(LOCAL)) {
        throw entry.place().error("'local' is the name of this machine; choose another 'name'");
      }
      if (!names.add(name)) {
        throw entry
            .place()
            .error("there is another worker '%s'; give one of them a 'name'".formatted(name));
      }
      workers.add(
          new Worker(
              name, worker.host(), worker.port(), worker.secret(), worker.trust(), worker.slots()));
    }
    return workers;
  }
}
