package org.rav1ebygop.terminal;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// What a shell and a terminal tell this process: it is to be stopped, as by Ctrl-Z, it goes on,
/// the window has another size.
///
/// A process that handles the signal to stop is not stopped by it, so when the terminal is tidy the
/// signal is left to itself and sent once more. Where it has no effect, as in a process group that
/// no shell looks after, the work goes on. Encoders are in the same process group: the terminal
/// stops them, and the shell lets all go on.
final class JobControl {
  private static final String STOP = "TSTP";

  /// How long the terminal may take for the end of the view, and the signal for its effect.
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final Pending pending;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final Semaphore continued = new Semaphore(0);

  JobControl(Pending pending) {
    this.pending = pending;
  }

  /// From now on.
  void begin() {
    if (begun.compareAndSet(false, true)) {
      Signals.handle("WINCH", pending::resize);
      Signals.handle("CONT", this::goOn);
      Signals.handle(STOP, this::stop);
    }
  }

  private void goOn() {
    continued.release();
    pending.resize();
  }

  private void stop() {
    if (!stopping.compareAndSet(false, true)) {
      return;
    }
    try {
      pending.hold();
      var _ = pending.await(MOMENT);
      continued.drainPermits();
      Signals.leave(STOP);
      sendStop();
      var _ = continued.tryAcquire(MOMENT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      // a signal that has its effect only now begins anew
      stopping.set(false);
      Signals.handle(STOP, this::stop);
      pending.release();
    }
  }

  /// Java can send no signal but those that end a process.
  private static void sendStop() throws InterruptedException {
    String kill = "kill -" + STOP + " " + ProcessHandle.current().pid();
    try {
      new ProcessBuilder("sh", "-c", kill)
          .redirectOutput(Redirect.DISCARD)
          .redirectError(Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException _) {
      // then it goes on
    }
  }
}
