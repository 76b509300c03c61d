package org.rav1ebygop.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// A further signal while the first one is obeyed: ends the process at once, whatever it waits for,
/// such as a terminal that is stopped or a disk that does not answer.
///
/// The virtual machine lets nobody see signals but through `sun.misc.Signal` of the module
/// `jdk.unsupported`, which the compiler warns of: it is called by reflection.
final class SecondSignal {
  /// Who signals a process and its group, such as `timeout`, sends two.
  private static final Duration SAME = Duration.ofMillis(500);

  private SecondSignal() {}

  /// From now on. Where it cannot be, a further signal is without effect, as Java has it.
  static void endsAtOnce() {
    long first = System.nanoTime();
    Runnable end =
        () -> {
          if (System.nanoTime() - first > SAME.toNanos()) {
            Runtime.getRuntime().halt(GopException.Kind.INTERRUPTED.exitCode());
          }
        };
    for (String signal : List.of("INT", "TERM", "HUP")) {
      try {
        handle(signal, end);
      } catch (ReflectiveOperationException _) {
        // a signal that this system or virtual machine keeps for itself
      }
    }
  }

  /// A signal is all that a handler is ever told of.
  private record Runs(Runnable action) implements InvocationHandler {
    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
      action.run();
      return null;
    }
  }

  private static void handle(String name, Runnable action) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object runs =
        Proxy.newProxyInstance(
            SecondSignal.class.getClassLoader(), new Class<?>[] {handler}, new Runs(action));
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), runs);
  }
}
