package org.rav1ebygop.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.background.BackgroundTasks;
import org.rav1ebygop.engine.FilmJob;
import org.rav1ebygop.engine.job.JobResult;

/// Runs a job to its end, whether it comes by itself or by a signal.
final class JobRun {
  private static final int INCOMPLETE = GopException.Kind.ENCODER.exitCode();
  private static final int INTERRUPTED = GopException.Kind.INTERRUPTED.exitCode();

  /// How long a job may take to end once it is cancelled.
  private static final Duration ENDING = Duration.ofSeconds(5);

  private final FilmJob job;
  private final Shown shown;
  private final Console console;
  private final Leftovers left;

  /// How the job is shown.
  ///
  /// @param output the name of it
  record Shown(Progress progress, Events events, Summary summary, String output) {}

  /// @param left of the job when it comes to no film
  JobRun(FilmJob job, Shown shown, Console console, Leftovers left) {
    this.job = job;
    this.shown = shown;
    this.console = console;
    this.left = left;
  }

  /// @param interrupt that of the run so far; the job ends itself by a signal
  /// @return the exit code
  int run(Interruptible interrupt) throws InterruptedException {
    var exitCode = new CompletableFuture<Integer>();
    interrupt.leaveTo(() -> interrupted(exitCode));
    shown.progress.start(job::status);
    JobResult result;
    try {
      result = job.run();
    } catch (GopException e) {
      exitCode.complete(INTERRUPTED);
      if (!interrupt.stop()) {
        // A signal has come, whose thread says so and ends the process.
        new CountDownLatch(1).await();
      }
      throw e;
    } finally {
      shown.progress.close();
    }
    int code = tell(result);
    shown.events.end(result, job.status());
    exitCode.complete(code);
    return code;
  }

  private int tell(JobResult result) {
    return switch (result) {
      case JobResult.Complete complete -> {
        shown.summary.complete(complete, job.status().workers(), shown.output);
        yield 0;
      }
      case JobResult.Incomplete incomplete -> {
        shown.summary.incomplete(incomplete, job.status().workers(), left.resumeWith());
        yield INCOMPLETE;
      }
    };
  }

  /// Ends encoders and takes the view off the terminal; the finished GOPs are on disk already. The
  /// process is ended here, because a virtual machine that a signal ends has an exit code by the
  /// signal.
  private void interrupted(CompletableFuture<Integer> exitCode) {
    if (!exitCode.isDone()) {
      var _ = new BackgroundTasks().start("end", job::cancel);
    }
    shown.progress.close();
    int code =
        exitCode.completeOnTimeout(INTERRUPTED, ENDING.toMillis(), TimeUnit.MILLISECONDS).join();
    if (code == INTERRUPTED) {
      String advice = left.ofInterrupted(job.status().gopsStored());
      console.error(advice);
      shown.events.end(new GopException(GopException.Kind.INTERRUPTED, advice, null));
    }
    shown.events.close();
    left.gops().sweep();
    var _ = console.error().await(Interruptible.LAST_WORDS);
    Runtime.getRuntime().halt(code);
  }
}
