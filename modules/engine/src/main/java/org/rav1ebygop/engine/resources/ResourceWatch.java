package org.rav1ebygop.engine.resources;

import java.time.Duration;
import java.util.function.Consumer;
import org.rav1ebygop.api.GopException;

/// Looks at memory and disks about once a second while a job runs.
public final class ResourceWatch implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Thread thread;

  /// @param looks what to do each time
  /// @param failed told of what that throws, after which nothing more is done
  public ResourceWatch(Runnable looks, Consumer<GopException> failed) {
    this.thread = Thread.ofPlatform().name("resources").daemon().start(() -> run(looks, failed));
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private static void run(Runnable looks, Consumer<GopException> failed) {
    try {
      while (true) {
        Thread.sleep(PERIOD);
        looks.run();
      }
    } catch (InterruptedException _) {
      // closed
    } catch (GopException e) {
      failed.accept(e);
    } catch (RuntimeException | Error e) {
      failed.accept(GopException.bug("watching memory and disks failed: " + e, e));
    }
  }
}
