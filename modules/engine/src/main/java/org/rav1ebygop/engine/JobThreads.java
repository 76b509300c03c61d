package org.rav1ebygop.engine;

import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.lease.LeaseTable;

/// The threads of a job.
final class JobThreads {
  private final LeaseTable table;
  private final JobSetup.Source source;

  JobThreads(LeaseTable table, JobSetup.Source source) {
    this.table = table;
    this.source = source;
  }

  /// What a thread does.
  interface Task {
    void run() throws InterruptedException;
  }

  /// A platform thread, because much of the work waits for files and pipes, which would hold the
  /// carrier of a virtual one. Whatever it fails with ends the job.
  Thread start(String name, Task task) {
    return Thread.ofPlatform()
        .name(name)
        .daemon()
        .start(() -> {
          try {
            task.run();
          } catch (GopException e) {
            table.abort(e);
          } catch (InterruptedException _) {
            // only this job interrupts its threads, when it has been aborted already
          } catch (RuntimeException | Error e) {
            table.abort(source.failure(name, e));
          }
        });
  }
}
