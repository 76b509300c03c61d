package org.rav1ebygop.decoder.dav1d;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.Decoder;
import org.rav1ebygop.child.process.ProcessTree;
import org.rav1ebygop.y4m.Y4mException;
import org.rav1ebygop.y4m.Y4mHeader;

/// One dav1d process, whose y4m is read as it comes.
///
/// dav1d 1.0 goes on after frames it cannot decode and ends with exit code 0; what it writes on
/// standard error tells that something was wrong.
final class Dav1dDecoder implements Decoder {
  /// As much as a pipe holds.
  private static final int CHUNK_BYTES = 1 << 16;

  /// dav1d writes 4 KiB at a time, and each would wake the reader. Waiting until some have gathered
  /// takes a quarter of the CPU time away, and no longer: the pipe fills in that time.
  private static final long GATHER_NANOS = 100_000;

  /// How long a process that has closed its output may take to end, and its log to be read.
  private static final long ENDING_NANOS = TimeUnit.SECONDS.toNanos(10);

  /// Exit codes of 128 and a signal by which a film can bring dav1d down: SIGABRT, SIGFPE, SIGSEGV.
  private static final Set<Integer> CRASHES = Set.of(134, 136, 139);

  /// From here on exit codes are not those of dav1d: it could not be started, or got a signal.
  private static final int NOT_ITS_OWN = 126;

  /// What dav1d says when the machine is out of it.
  private static final String NO_MEMORY = "allocate memory";

  private final Process process;
  private final InputStream in;
  private final Complaints complaints;
  private final Watchdog watchdog;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private @Nullable FrameLayout layout;
  private long frames;
  private volatile boolean closed;

  /// @param process started and untouched
  /// @param limit how long to wait for a part of a frame, or for the end
  Dav1dDecoder(Process process, Duration limit) {
    this.process = process;
    this.in = process.getInputStream();
    this.complaints = new Complaints(process);
    this.watchdog = new Watchdog(limit, () -> ProcessTree.kill(process));
    watchdog.start("dav1d " + process.pid() + " watchdog");
  }

  @Override
  public FrameLayout layout() {
    FrameLayout known = layout;
    if (known != null) {
      return known;
    }
    try {
      String header = line();
      if (header == null) {
        requireGoodEnd();
        throw GopException.input("dav1d found no frame");
      }
      // The frame rate is the container's, which may tell none (F0:0).
      known =
          Y4mHeader.parse(header.replaceFirst(" F\\S*", "").getBytes(StandardCharsets.ISO_8859_1))
              .layout();
      layout = known;
      return known;
    } catch (IOException e) {
      throw failed(e);
    } catch (Y4mException e) {
      throw new GopException(
          GopException.Kind.INPUT,
          "pictures of a kind that is not supported: " + e.getMessage(),
          e);
    }
  }

  @Override
  public boolean read(MemorySegment target) {
    long bytes = layout().frameBytes();
    if (target.byteSize() != bytes) {
      throw GopException.bug(
          String.format(Locale.ROOT, "%d bytes for a frame of %d", target.byteSize(), bytes), null);
    }
    try {
      String line = line();
      if (line == null) {
        requireGoodEnd();
        return false;
      }
      if (!line.startsWith(Y4mHeader.FRAME_MAGIC) || !fill(target)) {
        requireGoodEnd();
        throw GopException.input(
            String.format(Locale.ROOT, "dav1d wrote no whole frame %d", frames));
      }
      frames++;
      return true;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    watchdog.end();
    ProcessTree.kill(process);
  }

  /// A line without its newline, or null at the end.
  private @Nullable String line() throws IOException {
    var text = new ByteArrayOutputStream();
    watchdog.waiting();
    int value;
    while ((value = in.read()) >= 0 && value != '\n' && text.size() < Y4mHeader.MAX_LINE_BYTES) {
      text.write(value);
    }
    watchdog.came();
    return value < 0 ? null : text.toString(StandardCharsets.ISO_8859_1);
  }

  private boolean fill(MemorySegment target) throws IOException {
    for (long at = 0; at < target.byteSize(); ) {
      watchdog.waiting();
      int count = in.read(chunk, 0, (int) Math.min(chunk.length, target.byteSize() - at));
      watchdog.came();
      if (count < 0) {
        return false;
      }
      MemorySegment.copy(chunk, 0, target, ValueLayout.JAVA_BYTE, at, count);
      at += count;
      if (count < chunk.length) {
        LockSupport.parkNanos(GATHER_NANOS);
      }
    }
    return true;
  }

  /// The output has ended: so must the process, without a complaint.
  private void requireGoodEnd() {
    boolean ended = ProcessTree.ended(process, ENDING_NANOS);
    if (!ended) {
      ProcessTree.kill(process);
    }
    String complaint = complaints.first(ENDING_NANOS);
    watchdog.end();
    requireNotClosed();
    if (watchdog.barked() || !ended) {
      throw noProgress();
    }
    requireGoodEnd(process.exitValue(), complaint);
  }

  private void requireGoodEnd(int exitCode, String complaint) {
    if (exitCode == 0 && complaint.isEmpty()) {
      return;
    }
    String what =
        String.format(
            Locale.ROOT,
            "%s, having shown %d frames",
            complaint.isEmpty() ? "exit code " + exitCode : complaint,
            frames);
    if ((exitCode >= NOT_ITS_OWN && !CRASHES.contains(exitCode)) || complaint.contains(NO_MEMORY)) {
      throw GopException.environment("dav1d does not work here: " + what, null);
    }
    throw GopException.input("dav1d cannot decode it: " + what);
  }

  private GopException failed(IOException e) {
    requireNotClosed();
    return watchdog.barked()
        ? noProgress()
        : GopException.environment("dav1d cannot be read from: " + e.getMessage(), e);
  }

  private GopException noProgress() {
    return GopException.environment(
        String.format(Locale.ROOT, "dav1d made no progress after frame %d and was ended", frames),
        null);
  }

  private void requireNotClosed() {
    if (closed) {
      throw GopException.encoder("the decoder was closed", null);
    }
  }
}
