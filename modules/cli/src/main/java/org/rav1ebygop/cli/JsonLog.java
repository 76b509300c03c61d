package org.rav1ebygop.cli;

import com.google.gson.JsonObject;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// Writes one JSON object per line, in the order in which they came, on a thread of its own:
/// whoever reads them slowly does not slow the encoders down. What waits is kept, except that a
/// newer progress takes the place of one that still waits. Where writing fails this is said once,
/// and nothing more is written.
final class JsonLog implements AutoCloseable {
  /// How long a reader may take for a line at the end.
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private final OutputStream out;
  private final String name;
  private final Consumer<String> warnings;
  private final Duration patience;
  private final Deque<JsonObject> waiting = new ArrayDeque<>();
  private final Thread writer = Thread.ofPlatform().name("events").daemon().unstarted(this::write);
  private long written;
  private boolean closed;
  private boolean givenUp;

  /// @param name of `out`, for messages
  /// @param warnings told, once at the most, that events are lost
  /// @param patience how long a line may take at the end
  JsonLog(OutputStream out, String name, Consumer<String> warnings, Duration patience) {
    this.out = out;
    this.name = name;
    this.warnings = warnings;
    this.patience = patience;
    writer.start();
  }

  static JsonLog toStandardOutput(Consumer<String> warnings) {
    // a PrintStream would keep its failures to itself
    var out = new FileOutputStream(FileDescriptor.out);
    return new JsonLog(out, "standard output", warnings, PATIENCE);
  }

  /// Opens a file, as [JsonFile#open], or a named pipe, which waits for its reader.
  ///
  /// @throws GopException of kind USAGE or ENVIRONMENT when it cannot be written to
  static JsonLog toFile(Path file, boolean append, Consumer<String> warnings) {
    return new JsonLog(JsonFile.open(file, append), file.toString(), warnings, PATIENCE);
  }

  /// Takes an event, which gets its `time`. Never waits.
  synchronized void add(JsonObject event) {
    if (closed) {
      return;
    }
    event.addProperty("time", TIME.format(Instant.now()));
    if (isProgress(event)) {
      waiting.removeIf(JsonLog::isProgress);
    }
    waiting.add(event);
    notifyAll();
  }

  /// Waits until all is written, as long as somebody takes it.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
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

  private void write() {
    try (out) {
      for (JsonObject event = next(); event != null; event = next()) {
        out.write((event + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        count();
      }
    } catch (IOException e) {
      giveUp(
          "the events can no longer be written to %s: %s; the encode goes on"
              .formatted(name, Text.reason(e)));
    } catch (InterruptedException _) {
      // nobody interrupts it
    }
  }

  private static boolean isProgress(JsonObject event) {
    return event.get(Facts.EVENT).getAsString().equals(EventType.PROGRESS.toString());
  }

  private void giveUp(String reason) {
    synchronized (this) {
      closed = true;
      waiting.clear();
      if (givenUp) {
        return;
      }
      givenUp = true;
    }
    warnings.accept(reason);
  }

  private synchronized @Nullable JsonObject next() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    return waiting.poll();
  }

  private synchronized void count() {
    written++;
  }

  private synchronized long written() {
    return written;
  }
}
