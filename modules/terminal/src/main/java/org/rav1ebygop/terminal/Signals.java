package org.rav1ebygop.terminal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/// Signals by their names without SIG, such as `TERM`.
///
/// The virtual machine lets nobody see signals but through `sun.misc.Signal` of the module
/// `jdk.unsupported`, which the compiler warns of: it is called by reflection.
public final class Signals {
  private Signals() {}

  /// Calls an action, on a thread of its own, each time a signal comes. Nothing happens when
  /// whoever started this process wanted it to ignore the signal.
  ///
  /// @return false when the signal was left as it is, also because this system or virtual machine
  ///   keeps it for itself
  public static boolean handle(String name, Runnable action) {
    try {
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object runs =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(), new Class<?>[] {handler}, new Runs(action));
      Object before = set(name, runs);
      Object ignored = constant("SIG_IGN");
      if (ignored.equals(before)) {
        set(name, ignored);
        return false;
      }
      return true;
    } catch (ReflectiveOperationException _) {
      return false;
    }
  }

  /// Lets a signal have the effect that it has where nobody handles it.
  static void leave(String name) {
    try {
      set(name, constant("SIG_DFL"));
    } catch (ReflectiveOperationException _) {
      // then it was never handled
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

  /// @return the handler until now
  private static Object set(String name, Object newHandler) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    return signal.getMethod("handle", signal, handler).invoke(null, of(name), newHandler);
  }

  private static Object of(String name) throws ReflectiveOperationException {
    return Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance(name);
  }

  private static Object constant(String name) throws ReflectiveOperationException {
    return Class.forName("sun.misc.SignalHandler").getField(name).get(null);
  }
}
