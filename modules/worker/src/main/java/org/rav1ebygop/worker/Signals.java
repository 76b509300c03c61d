package org.rav1ebygop.worker;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// The signals that end the worker.
///
/// The virtual machine lets nobody see signals but through `sun.misc.Signal` of the module
/// `jdk.unsupported`, which the compiler warns of: it is called by reflection.
final class Signals {
  /// Who signals a process and its group, such as `timeout`, sends two.
  private static final Duration SAME = Duration.ofMillis(500);

  private Signals() {}

  /// Waits for the first one; a second one ends the process at once, with exit code 0 as well.
  static void await() throws InterruptedException {
    var first = new CountDownLatch(1);
    var time = new AtomicLong();
    Runnable action =
        () -> {
          if (time.compareAndSet(0, System.nanoTime())) {
            first.countDown();
          } else if (System.nanoTime() - time.get() > SAME.toNanos()) {
            Runtime.getRuntime().halt(0);
          }
        };
    try {
      for (String signal : List.of("INT", "TERM")) {
        handle(signal, action);
      }
    } catch (ReflectiveOperationException e) {
      throw GopException.bug("signals cannot be received: " + e, e);
    }
    first.await();
  }

  private static void handle(String name, Runnable action) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object runs =
        Proxy.newProxyInstance(
            Signals.class.getClassLoader(), new Class<?>[] {handler}, new Received(action));
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), runs);
  }

  /// What the virtual machine calls.
  private record Received(Runnable action) implements InvocationHandler {
    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
      action.run();
      return null;
    }
  }
}
