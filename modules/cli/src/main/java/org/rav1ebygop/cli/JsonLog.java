package org.rav1ebygop.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// Writes one JSON object per line, in the order in which they came, on a thread of its own:
/// whoever reads them slowly does not slow the encoders down. What waits is kept, except that a
/// newer progress takes the place of one that still waits. Where writing fails this is said once,
/// and nothing more is written.
final class JsonLog implements AutoCloseable {
  /// How long a reader may take for what is left at the end.
  private static final Duration LAST = Duration.ofSeconds(10);

  private final OutputStream out;
  private final String name;
  private final Console console;
  private final Deque<JsonObject> waiting = new ArrayDeque<>();
  private final Thread writer = Thread.ofPlatform().name("events").daemon().unstarted(this::write);
  private boolean closed;

  private JsonLog(OutputStream out, String name, Console console) {
    this.out = out;
    this.name = name;
    this.console = console;
    writer.start();
  }

  /// Opens what the user named: a file, which is emptied or, to go on with an encode, appended to;
  /// a named pipe; or `-` for standard output.
  ///
  /// @return null when the user named nothing
  /// @throws GopException of kind USAGE or ENVIRONMENT when it cannot be written to
  static @Nullable JsonLog open(@Nullable String target, boolean append, Console console) {
    if (target == null) {
      return null;
    }
    if (target.equals("-")) {
      return new JsonLog(console.out(), "standard output", console);
    }
    try {
      OutputStream file =
          Files.newOutputStream(
              Path.of(target),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
      return new JsonLog(file, target, console);
    } catch (InvalidPathException e) {
      throw GopException.usage("--json: '%s' is no file name: %s".formatted(target, e.getReason()));
    } catch (IOException e) {
      throw GopException.environment(
          "cannot write the events to %s: %s".formatted(target, Text.reason(e)), e);
    }
  }

  /// Takes an event, which gets its `time`. Never waits.
  synchronized void add(JsonObject event) {
    if (closed) {
      return;
    }
    event.addProperty("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    if (isProgress(event)) {
      waiting.removeIf(JsonLog::isProgress);
    }
    waiting.add(event);
    notifyAll();
  }

  /// Waits until all is written, as long as the reader takes it, and closes.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      if (!writer.join(LAST)) {
        console.warn("nobody reads the events from %s; the last are lost".formatted(name));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isProgress(JsonObject event) {
    return event.get("event").getAsString().equals("progress");
  }

  private void write() {
    try (out) {
      for (JsonObject event = next(); event != null; event = next()) {
        out.write((event + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (IOException e) {
      console.warn(
          "the events can no longer be written to %s: %s; the encode goes on"
              .formatted(name, Text.reason(e)));
      synchronized (this) {
        closed = true;
        waiting.clear();
      }
    } catch (InterruptedException _) {
      // nobody interrupts it
    }
  }

  private synchronized @Nullable JsonObject next() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    return waiting.poll();
  }
}
