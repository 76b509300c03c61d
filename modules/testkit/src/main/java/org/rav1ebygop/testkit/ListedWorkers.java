package org.rav1ebygop.testkit;

import java.util.ArrayList;
import java.util.List;
import org.rav1ebygop.api.spi.WorkerListener;

/// Remembers which workers a transport told of.
final class ListedWorkers implements WorkerListener {
  private final List<Worker> joined = new ArrayList<>();
  private final List<String> left = new ArrayList<>();

  record Worker(String name, int slots) {}

  @Override
  public synchronized void joined(String worker, int slots) {
    joined.add(new Worker(worker, slots));
  }

  @Override
  public synchronized void left(String worker, String reason) {
    left.add(worker);
  }

  synchronized List<Worker> joined() {
    return List.copyOf(joined);
  }

  synchronized List<String> left() {
    return List.copyOf(left);
  }
}
