package org.rav1ebygop.plugin.transport.nats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.protocol.Carrier;
import org.rav1ebygop.protocol.Roster;
import org.rav1ebygop.testkit.RecordedEncoder;

/// A client makes the connections to all workers of a large farm at the same time.
@Tag("waits")
class ManyAtOnceTest {
  private static final int MANY = 64;

  @Test
  void connectionsThatAreMadeAtOnceDoNotBreakThatToTheServer() throws Exception {
    try (var server = NatsServer.start()) {
      Options farm = Options.NONE.with("nats", server.url());
      try (var _ = new FarmWorker(farm, 1, new RecordedEncoder());
          var roster = NatsTransportProvider.roster(farm)) {
        var warnings = new ArrayList<String>();
        FarmWorker.awaitFound(roster, warnings::add);
        List<Carrier> carriers = connect(roster.workers().getFirst());
        assertEquals(false, roster.look(warnings::add));
        assertEquals(List.of(), warnings);
        carriers.forEach(carrier -> carrier.close("enough"));
      }
    }
  }

  private static List<Carrier> connect(Roster.Entry worker) throws Exception {
    var together = new CyclicBarrier(MANY);
    var tasks = new ArrayList<FutureTask<Carrier>>();
    for (int i = 0; i < MANY; i++) {
      var task =
          new FutureTask<>(() -> {
            together.await();
            return worker.connector().connect();
          });
      tasks.add(task);
      Thread.ofVirtual().start(task);
    }
    var carriers = new ArrayList<Carrier>();
    for (FutureTask<Carrier> task : tasks) {
      carriers.add(task.get());
    }
    return carriers;
  }
}
