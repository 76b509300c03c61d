package org.rav1ebygop.plugin.transport.nats;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.rav1ebygop.testkit.EncoderFault;
import org.rav1ebygop.testkit.RecordedEncoder;

/// Holds encoders until they may end.
final class Gate {
  private final List<CompletableFuture<Void>> held = new ArrayList<>();
  private boolean open;

  /// Encoders that are held here.
  RecordedEncoder encoder() {
    return new RecordedEncoder((_, _) -> hold());
  }

  private synchronized EncoderFault hold() {
    if (open) {
      return EncoderFault.NONE;
    }
    var end = new CompletableFuture<Void>();
    held.add(end);
    notifyAll();
    return new EncoderFault.Hold(0, end);
  }

  /// Waits until so many are held.
  synchronized void await(int count) throws InterruptedException {
    while (held.size() < count) {
      wait();
    }
  }

  /// Lets the one go on that has been held longest.
  void endOne() {
    CompletableFuture<Void> end;
    synchronized (this) {
      end = held.removeFirst();
    }
    end.complete(null);
  }

  /// Lets all go on from now on.
  void open() {
    List<CompletableFuture<Void>> all;
    synchronized (this) {
      open = true;
      all = List.copyOf(held);
      held.clear();
    }
    all.forEach(end -> end.complete(null));
  }
}
