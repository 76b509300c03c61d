package org.rav1ebygop.image;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// A way to kill a run with SIGKILL.
sealed interface Kill {
  /// What to start it with.
  List<String> prefix(Path folder);

  /// Kills a run that was started so, or lets it end when the moment never comes.
  ///
  /// @return how it ended, with code 137 when it was killed
  Outcome strike(Running running) throws IOException, InterruptedException;

  /// At a moment of its own.
  record Exact(KillPoint point) implements Kill {
    @Override
    public List<String> prefix(Path folder) {
      return point.striker(folder);
    }

    @Override
    public Outcome strike(Running running) throws InterruptedException {
      if (point.after() && running.printsOrEnds(KillPoint.HALTED)) {
        List<ProcessHandle> program = running.handle().children().toList();
        program.forEach(ProcessHandle::destroyForcibly);
        // the tracer would wait for the halted thread
        running.handle().destroyForcibly();
        KillOrphans.awaitGone(program);
      }
      return running.await();
    }

    @Override
    public String toString() {
      return point.toString();
    }
  }

  /// After some time, counted from its start.
  record Random(Duration delay) implements Kill {
    @Override
    public List<String> prefix(Path folder) {
      return List.of();
    }

    @Override
    public Outcome strike(Running running) throws InterruptedException {
      if (!running.endsWithin(delay)) {
        running.handle().destroyForcibly();
      }
      return running.await();
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "after %d ms", delay.toMillis());
    }
  }
}
