package org.rav1ebygop.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.gson.JsonObject;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.background.BackgroundTasks;
import org.rav1ebygop.terminal.Backlog;
import org.rav1ebygop.terminal.PlainText;

/// Writes one JSON object per line, in the order in which they came, on a thread of its own:
/// whoever reads them slowly does not slow the encoders down. What waits is kept, up to a limit;
/// progress does not wait, since it is asked for when there is nothing else to write. Where writing
/// fails this is said once, and nothing more is written.
final class JsonLog implements AutoCloseable {
  /// Bytes of events that may wait; of more, the oldest are left out, and an event says how many.
  static final int LIMIT = 32 << 20;

  /// How long a reader may take for a line at the end.
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final Limits LIMITS = new Limits(PATIENCE, LIMIT);

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private final OutputStream out;
  private final String name;
  private final Consumer<String> warnings;
  private final Duration patience;
  private final Thread writer =
      new BackgroundTasks(this::failed).unstarted("events for scripts", this::write);

  @GuardedBy("this")
  private final Backlog waiting;

  @GuardedBy("this")
  private @Nullable Repeated repeated;

  /// When the repeated event is due, in the time of [System#nanoTime].
  @GuardedBy("this")
  private long due;

  @GuardedBy("this")
  private long written;

  @GuardedBy("this")
  private boolean closed;

  @GuardedBy("this")
  private boolean givenUp;

  private record Repeated(Duration every, Supplier<JsonObject> event) {}

  /// How patient a log is.
  ///
  /// @param end how long a line may take at the end
  /// @param bytes of events that may wait
  record Limits(Duration end, int bytes) {}

  /// @param name of `out`, for messages
  /// @param warnings told, once at the most, that events are lost
  JsonLog(OutputStream out, String name, Consumer<String> warnings, Limits limits) {
    this.out = out;
    this.name = name;
    this.warnings = warnings;
    this.patience = limits.end;
    this.waiting = new Backlog(limits.bytes, JsonLog::gap);
    writer.start();
  }

  static JsonLog toStandardOutput(Consumer<String> warnings) {
    // a PrintStream would keep its failures to itself
    var out = new FileOutputStream(FileDescriptor.out);
    return new JsonLog(out, "standard output", warnings, LIMITS);
  }

  /// Opens a file, as [JsonFile#open], or a named pipe, which waits for its reader.
  ///
  /// @throws GopException of kind USAGE or ENVIRONMENT when it cannot be written to
  static JsonLog toFile(Path file, boolean append, Consumer<String> warnings) {
    return new JsonLog(JsonFile.open(file, append), file.toString(), warnings, LIMITS);
  }

  /// Takes an event, which gets its `time`. Never waits.
  synchronized void add(JsonObject event) {
    if (!closed) {
      waiting.add(line(event));
      notifyAll();
    }
  }

  /// From now on asks for an event again and again and writes it, when whoever reads has taken all
  /// before it.
  synchronized void repeat(Duration every, Supplier<JsonObject> event) {
    repeated = new Repeated(every, event);
    due = System.nanoTime() + every.toNanos();
    notifyAll();
  }

  /// Waits until all is written, as long as somebody takes it.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      repeated = null;
      notifyAll();
    }
    try {
      long before = written();
      while (!writer.join(patience)) {
        long now = written();
        if (now == before) {
          giveUp("nobody reads the events from %s; the last are lost".formatted(name));
          return;
        }
        before = now;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() throws InterruptedException {
    try (out) {
      for (byte[] line = next(); line != null; line = next()) {
        out.write(line);
        out.flush();
        count();
      }
    } catch (IOException e) {
      giveUp(
          "the events can no longer be written to %s: %s; the encode goes on"
              .formatted(name, Text.reason(e)));
    }
  }

  private void failed(String task, Throwable e) {
    giveUp(
        "%s can no longer be written to %s: %s; this is a bug, please report it"
            .formatted(task, name, e));
  }

  private void giveUp(String reason) {
    synchronized (this) {
      closed = true;
      repeated = null;
      waiting.clear();
      if (givenUp) {
        return;
      }
      givenUp = true;
    }
    warnings.accept(reason);
  }

  /// What waits, or else the repeated event when it is due; null when there will be nothing more.
  private byte @Nullable [] next() throws InterruptedException {
    while (true) {
      Repeated asked;
      synchronized (this) {
        byte[] line = waiting.poll();
        if (line != null || closed) {
          return line;
        }
        asked = repeated;
        long left = asked == null ? Long.MAX_VALUE : due - System.nanoTime();
        if (asked == null || left > 0) {
          TimeUnit.NANOSECONDS.timedWait(this, left);
          continue;
        }
        due = System.nanoTime() + asked.every.toNanos();
      }
      byte[] line = ask(asked);
      if (line != null) {
        return line;
      }
    }
  }

  private byte @Nullable [] ask(Repeated asked) {
    try {
      return line(asked.event.get());
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        repeated = null;
      }
      warnings.accept(
          "events tell no progress any more: %s; this is a bug, please report it".formatted(e));
      return null;
    }
  }

  private synchronized void count() {
    written++;
  }

  private synchronized long written() {
    return written;
  }

  private static byte[] gap(long events) {
    return line(JsonRun.omitted(events));
  }

  private static byte[] line(JsonObject event) {
    event.addProperty("time", TIME.format(Instant.now()));
    return (PlainText.line(event.toString()) + "\n").getBytes(UTF_8);
  }
}
