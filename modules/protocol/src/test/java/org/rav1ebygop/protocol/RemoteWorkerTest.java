package org.rav1ebygop.protocol;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.TransportContract;

/// A remote worker is a transport like any other.
@Tag("waits")
class RemoteWorkerTest extends TransportContract {
  private final List<TestWorker> workers = new ArrayList<>();

  @AfterEach
  void close() {
    workers.forEach(TestWorker::close);
  }

  @Override
  protected Transport transport(int slots, RecordedEncoder encoder) {
    var worker = new TestWorker(slots, encoder);
    workers.add(worker);
    return worker.client(slots);
  }

  @Override
  protected boolean remote() {
    return true;
  }
}
