package org.rav1ebygop.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.assemble.Assembler;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobListener;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.engine.job.JobStatus;
import org.rav1ebygop.engine.job.SetAside;
import org.rav1ebygop.engine.lease.LeaseTable;
import org.rav1ebygop.engine.plan.FilmPlan;
import org.rav1ebygop.engine.store.GopStore;

/// What a job came to, and what is left of it on disk.
final class JobEnd {
  private final JobSetup setup;
  private final LeaseTable table;
  private final FilmPlan plan;
  private final JobListener listener;
  private final long startNanos = System.nanoTime();

  JobEnd(JobSetup setup, LeaseTable table, FilmPlan plan, JobListener listener) {
    this.setup = setup;
    this.table = table;
    this.plan = plan;
    this.listener = listener;
  }

  /// The result of a job whose threads have ended.
  ///
  /// @param made the film, or null when there is none
  /// @param nothingStored whether no GOP is finished
  /// @throws GopException when the job as a whole failed
  JobResult result(Assembler.@Nullable Film made, boolean nothingStored) {
    GopException reason = table.abortReason();
    if (reason != null && made == null) {
      throw failed(reason, nothingStored);
    }
    Duration time = Duration.ofNanos(System.nanoTime() - startNanos);
    JobStatus status = table.status();
    List<SetAside> missing = table.setAside();
    if (!missing.isEmpty()) {
      return new JobResult.Incomplete(missing, plan.frames(), status.framesDone(), time);
    }
    if (made == null) {
      throw GopException.bug("all GOPs are stored, but the film was not assembled", null);
    }
    var gops = new ArrayList<Gop>();
    for (int i = 0; i < plan.gopCount(); i++) {
      gops.add(plan.gop(i));
    }
    deleteState("the film is complete");
    return new JobResult.Complete(
        gops, made.bytes(), made.types(), status.framesReused(), made.readBack(), time);
  }

  /// Why the job failed, with advice that fits what is left of it on disk.
  private GopException failed(GopException reason, boolean nothingStored) {
    boolean interrupted = reason.kind() == GopException.Kind.INTERRUPTED;
    if (nothingStored || (interrupted && !setup.state().kept())) {
      deleteState(interrupted ? "the job was interrupted" : "the job failed");
      return reason;
    }
    return switch (reason.kind()) {
      case ENCODER, ENVIRONMENT ->
          new GopException(
              reason.kind(),
              reason.getMessage()
                  + "; finished GOPs are kept, run again with "
                  + setup.state().resumeWith(),
              reason);
      case USAGE, INPUT, INTERRUPTED, BUG -> reason;
    };
  }

  /// Deletes the job directory, whose loss or presence does not change how the job ended.
  private void deleteState(String ending) {
    try {
      GopStore.delete(setup.state().folder());
    } catch (GopException e) {
      listener.on(
          new JobEvent.Warning(
              "%s, but %s is not deleted: %s"
                  .formatted(ending, setup.state().folder(), e.getMessage())));
    }
  }
}
