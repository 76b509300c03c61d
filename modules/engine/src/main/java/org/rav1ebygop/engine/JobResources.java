package org.rav1ebygop.engine;

import java.nio.file.Path;
import java.util.List;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobListener;
import org.rav1ebygop.engine.job.OutputTarget;
import org.rav1ebygop.engine.lease.LeaseTable;
import org.rav1ebygop.engine.resources.DiskSpace;
import org.rav1ebygop.engine.resources.DiskWatch;
import org.rav1ebygop.engine.resources.FilmSize;
import org.rav1ebygop.engine.resources.MemoryGovernor;
import org.rav1ebygop.engine.resources.ResourceWatch;

/// What a job takes of memory and disks.
final class JobResources {
  private JobResources() {}

  /// Begins to watch both. A disk that is nearly full already ends the job.
  ///
  /// @param frames still to be encoded, or -1 when that is not known
  static ResourceWatch watch(JobSetup setup, LeaseTable table, long frames, JobListener listener) {
    var disks =
        new DiskWatch(
            places(setup),
            DiskSpace::of,
            table::status,
            message -> listener.on(new JobEvent.Warning(message)));
    try {
      disks.begin(
          FilmSize.guess(setup.source().format(), frames, setup.encoding().settings().quantizer()));
    } catch (GopException e) {
      table.abort(e);
    }
    JobSetup.Slots slots = setup.slots();
    var governor =
        new MemoryGovernor(
            new MemoryGovernor.Memory(
                slots.availableMemory(),
                setup.encoding().backend()::memoryPerEncoder,
                slots.keepFree()),
            table.local(),
            slots.atFirst(),
            slots.most());
    Runnable looks =
        () -> {
          disks.tick();
          if (slots.keepFree() > 0) {
            governor.tick();
          }
        };
    return new ResourceWatch(looks, table::abort);
  }

  private static List<Path> places(JobSetup setup) {
    return setup.output().target() instanceof OutputTarget.File(Path file)
        ? List.of(setup.state().folder(), file)
        : List.of(setup.state().folder());
  }
}
