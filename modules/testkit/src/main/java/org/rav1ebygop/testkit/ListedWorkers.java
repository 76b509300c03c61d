package org.rav1ebygop.testkit;

import java.util.ArrayList;
import java.util.List;
import org.rav1ebygop.api.spi.WorkerListener;

/// Remembers which workers a transport told of.
public final class ListedWorkers implements WorkerListener {
  private final List<Worker> joined = new ArrayList<>();
  private final List<String> left = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();

  /// One that knows of nobody.
  public ListedWorkers() {}

  /// One that joined.
  public record Worker(String name, int slots) {}

  @Override
  public synchronized void joined(String worker, int slots) {
    joined.add(new Worker(worker, slots));
  }

  @Override
  public synchronized void left(String worker, String reason) {
    left.add(worker);
    reasons.add(reason);
  }

  /// Those that joined.
  public synchronized List<Worker> joined() {
    return List.copyOf(joined);
  }

  /// Those that left.
  public synchronized List<String> left() {
    return List.copyOf(left);
  }

  /// Why they left, in the same order.
  public synchronized List<String> reasons() {
    return List.copyOf(reasons);
  }
}
