package org.rav1ebygop.cli;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.JobSetup;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobListener;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.engine.job.JobStatus;

/// Tells scripts what happens in a run, from its start to its end, if the user wants it.
final class Events implements JobListener, AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final @Nullable JsonLog log;
  private final long startNanos = System.nanoTime();
  private @Nullable Ticker ticker;
  private boolean ended;

  private Events(@Nullable JsonLog log) {
    this.log = log;
  }

  /// Opens what the user named, if anything.
  ///
  /// @throws GopException when events cannot go there
  static Events open(EncodeCommand command, Console console) {
    if ("-".equals(command.json) && "-".equals(command.output)) {
      throw GopException.usage(
          "film and events cannot both go to standard output; name a file for one of them");
    }
    var events = new Events(JsonLog.open(command.json, command.resume, console));
    events.add(JsonEvents.start());
    return events;
  }

  /// The job is opened.
  ///
  /// @param input and `output` as the user named them
  /// @param resumed whether an unfinished job is gone on with
  void job(JobSetup setup, String input, String output, boolean resumed) {
    add(JobFacts.of(setup, input, output, resumed));
  }

  /// From now on tells where the job stands, again and again.
  synchronized void start(Supplier<JobStatus> status) {
    if (log != null) {
      ticker = new Ticker(EVERY, () -> add(JsonEvents.progress(status.get(), time())));
    }
  }

  @Override
  public void on(JobEvent event) {
    add(JsonEvents.of(event));
  }

  /// The run has come to its end.
  ///
  /// @param status at the end
  void end(JobResult result, JobStatus status) {
    add(JsonEvents.progress(status, time()));
    end(JsonEvents.summary(result));
  }

  /// The run has failed.
  void end(GopException reason) {
    end(JsonEvents.failure(reason));
  }

  /// Waits until all is written.
  @Override
  public void close() {
    Ticker running;
    synchronized (this) {
      running = ticker;
    }
    if (running != null) {
      running.close();
    }
    if (log != null) {
      log.close();
    }
  }

  /// A run ends once: what follows, such as the failure to tell of its end, is not told.
  private void end(JsonObject summary) {
    synchronized (this) {
      add(summary);
      ended = true;
    }
    close();
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
