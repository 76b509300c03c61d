package org.rav1ebygop.decoder.dav1d;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.rav1ebygop.child.process.LogDrain;

/// Reads the standard error of a process to its end and keeps the beginning: the first complaint
/// tells most, the rest follows from it.
final class Complaints {
  private static final int KEPT = 512;
  private static final int BUFFER_BYTES = 8192;

  /// What the loader of the system says of an LD_PRELOAD that it ignores; other errors of its end
  /// the process.
  private static final String LOADER = "ERROR: ld.so:";

  @GuardedBy("this")
  private final byte[] text = new byte[KEPT];

  private final Thread reader;

  @GuardedBy("this")
  private int size;

  Complaints(Process process) {
    InputStream stderr = process.getErrorStream();
    reader =
        Thread.ofPlatform()
            .daemon()
            .name("dav1d " + process.pid() + " log")
            .start(() -> read(stderr));
  }

  /// The first line once the process has ended; empty when it wrote nothing. Waits for what is
  /// still on its way.
  String first(long nanos) {
    LogDrain.await(reader, nanos);
    synchronized (this) {
      return new String(text, 0, size, StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceAll("\\p{Cntrl}", " ").strip())
          .filter(line -> !line.isEmpty() && !line.startsWith(LOADER))
          .findFirst()
          .orElse("");
    }
  }

  private void read(InputStream stderr) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (stderr) {
      int count;
      while ((count = stderr.read(buffer)) >= 0) {
        keep(buffer, count);
      }
    } catch (IOException _) {
      // the process is gone
    }
  }

  private synchronized void keep(byte[] bytes, int count) {
    int part = Math.min(count, text.length - size);
    System.arraycopy(bytes, 0, text, size, part);
    size += part;
  }
}
