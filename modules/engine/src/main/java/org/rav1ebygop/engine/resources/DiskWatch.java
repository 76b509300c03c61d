package org.rav1ebygop.engine.resources;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.job.JobStatus;

/// Stops a job before a disk it writes to is full, and warns as soon as that can be foreseen. Asked
/// to look about once a second.
public final class DiskWatch {
  /// The part of the film that must be encoded before its size is foreseen.
  private static final int FORESEEN_PART = 20;

  private final List<Path> places;
  private final Function<Path, @Nullable DiskSpace> look;
  private final Supplier<JobStatus> status;
  private final Consumer<String> warnings;
  private boolean warned;

  /// @param places where the GOPs go, and where the film goes if it is a file
  /// @param look such as [DiskSpace#of]
  /// @param warnings told in one line
  public DiskWatch(
      List<Path> places,
      Function<Path, @Nullable DiskSpace> look,
      Supplier<JobStatus> status,
      Consumer<String> warnings) {
    this.places = List.copyOf(places);
    this.look = look;
    this.status = status;
    this.warnings = warnings;
  }

  /// Refuses to begin on a disk that is nearly full, and warns when a film of this size would not
  /// fit.
  ///
  /// @param expected bytes of the film, or -1 when that cannot be told
  /// @throws GopException of kind ENVIRONMENT when there is nothing left to write on
  public void begin(long expected) {
    tick();
    if (expected > 0) {
      warnIfShort(expected, expected, "may take about");
    }
  }

  /// Looks.
  ///
  /// @throws GopException of kind ENVIRONMENT when a disk is nearly full
  public void tick() {
    for (Path place : places) {
      DiskSpace space = look.apply(place);
      if (space != null && space.nearlyFull()) {
        throw GopException.environment(
            "the disk of %s is nearly full, %s left; free some, or write elsewhere"
                .formatted(place, text(space.usable())),
            null);
      }
    }
    foresee(status.get());
  }

  private void foresee(JobStatus now) {
    if (now.frames() > 0 && now.framesDone() > now.frames() / FORESEEN_PART) {
      long film = Math.round((double) now.bytes() / now.framesDone() * now.frames());
      warnIfShort(film, film - now.bytes(), "will take about");
    }
  }

  /// The GOPs that are still to come are written to one disk, and the film, while they are still
  /// there, to the same or another one.
  private void warnIfShort(long film, long toCome, String takes) {
    if (warned) {
      return;
    }
    DiskSpace gops = look.apply(places.getFirst());
    DiskSpace output = look.apply(places.getLast());
    if (gops == null || output == null) {
      return;
    }
    boolean joinedHere = places.size() > 1 && gops.disk().equals(output.disk());
    warnIfShort(places.getFirst(), gops, toCome + (joinedHere ? film : 0), takes);
    if (places.size() > 1 && !joinedHere) {
      warnIfShort(places.getLast(), output, film, takes);
    }
  }

  private void warnIfShort(Path place, DiskSpace space, long needed, String takes) {
    if (!warned && space.usable() < needed) {
      warned = true;
      warnings.accept(
          "the film %s %s on the disk of %s until it is done, but only %s are left"
              .formatted(takes, text(needed), place, text(space.usable())));
    }
  }

  private static String text(long bytes) {
    if (bytes < 10_000_000) {
      return String.format(Locale.ROOT, "%d kB", (bytes + 500) / 1000);
    }
    return bytes < 10_000_000_000L
        ? String.format(Locale.ROOT, "%d MB", (bytes + 500_000) / 1_000_000)
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
