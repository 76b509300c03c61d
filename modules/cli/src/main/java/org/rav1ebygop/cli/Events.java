package org.rav1ebygop.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.ToolUse;
import org.rav1ebygop.engine.JobSetup;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobListener;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.engine.job.JobStatus;
import org.rav1ebygop.metrics.QualitySum;

/// Tells scripts what happens in a run, from its start to its end, if the user wants it.
final class Events implements JobListener, AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);
  static final Set<String> STDOUT = Set.of("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");

  private final @Nullable JsonLog log;
  private final AtomicReference<Consumer<String>> warnings;
  private final long startNanos = System.nanoTime();

  @GuardedBy("this")
  private boolean ended;

  private Events(EncodeCommand command, Console console) {
    var told = new AtomicReference<Consumer<String>>(console::warn);
    this.warnings = told;
    this.log = open(command, message -> told.get().accept(message));
  }

  /// What is told of.
  interface Body {
    /// @return the exit code
    int run(Console console, Events events) throws InterruptedException;
  }

  /// Tells of a run, in whatever way it ends.
  ///
  /// @return the exit code
  /// @throws GopException also when events cannot go where the user wants them
  static int of(EncodeCommand command, Console console, Body body) throws InterruptedException {
    try (var events = new Events(command, console)) {
      events.add(JsonRun.start());
      try {
        return body.run(console.telling(events::warning), events);
      } catch (GopException e) {
        events.end(e);
        throw e;
      } catch (RuntimeException | Error e) {
        events.end(Main.bug(e));
        throw e;
      }
    }
  }

  private static @Nullable JsonLog open(EncodeCommand command, Consumer<String> warnings) {
    String target = command.json;
    if (target == null) {
      return null;
    }
    if (STDOUT.contains(target)) {
      if (command.output != null && STDOUT.contains(command.output)) {
        throw GopException.usage(
            "film and events cannot both go to standard output; name a file for one of them");
      }
      return JsonLog.toStandardOutput(warnings);
    }
    return JsonLog.toFile(Destination.path(target), command.resume, warnings);
  }

  /// The job is opened.
  ///
  /// @param input and `output` as the user named them
  /// @param resumed whether an unfinished job is resumed
  void job(JobSetup setup, String input, String output, boolean resumed) {
    add(JsonJob.of(setup, input, output, resumed));
  }

  /// From now on tells where the job stands, again and again.
  ///
  /// @param shown where people look meanwhile
  void start(Supplier<JobStatus> status, JobListener shown) {
    warnings.set(message -> shown.on(new JobEvent.Warning(message)));
    if (log != null) {
      log.repeat(EVERY, () -> JsonRun.progress(status.get(), time()));
    }
  }

  @Override
  public void on(JobEvent event) {
    add(JsonEvents.of(event));
  }

  /// What was measured of the film, at its end.
  void film(QualitySum sum) {
    add(JsonEvents.film(sum));
  }

  /// Which coding tools were used in the film, at its end.
  ///
  /// @param frames of which that is known
  void tools(long frames, ToolUse tools) {
    add(JsonEvents.film(frames, tools));
  }

  /// The job has come to its end.
  ///
  /// @param status at the end
  void end(JobResult result, JobStatus status) {
    add(JsonRun.progress(status, time()));
    end(JsonRun.summary(result));
  }

  /// The run has failed.
  void end(GopException reason) {
    end(JsonRun.failure(reason));
  }

  /// Waits until all is written.
  @Override
  public void close() {
    synchronized (this) {
      ended = true;
    }
    if (log != null) {
      log.close();
    }
  }

  private void warning(String message) {
    add(JsonEvents.of(new JobEvent.Warning(message)));
  }

  /// A run ends once: what follows, such as a failure to say how it ended, is not told.
  private synchronized void end(JsonObject summary) {
    add(summary);
    ended = true;
  }

  private synchronized void add(JsonObject event) {
    if (log != null && !ended) {
      log.add(event);
    }
  }

  private Duration time() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }
}
