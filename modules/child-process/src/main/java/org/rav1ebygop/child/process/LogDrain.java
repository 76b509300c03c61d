package org.rav1ebygop.child.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/// Reads the standard error of a process, so that it never waits for somebody to read it.
public final class LogDrain {
  private static final int BUFFER_BYTES = 8192;

  private LogDrain() {}

  /// Starts a thread that reads until the end of the stream.
  ///
  /// @param name of the program, for the name of the thread
  public static Thread start(String name, Process process, LogTail tail) {
    return Thread.ofPlatform()
        .daemon()
        .name(name + " " + process.pid() + " log")
        .start(() -> drain(process.getErrorStream(), tail));
  }

  /// Waits until a thread has ended, or the time is up.
  public static void await(Thread thread, long nanos) {
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, nanos));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void drain(InputStream stderr, LogTail tail) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (stderr) {
      int count;
      while ((count = stderr.read(buffer)) >= 0) {
        tail.append(buffer, count);
      }
    } catch (IOException _) {
      // the process is gone
    }
  }
}
