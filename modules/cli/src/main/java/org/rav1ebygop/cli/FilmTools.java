package org.rav1ebygop.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.rav1ebygop.api.ToolUse;
import org.rav1ebygop.engine.job.JobEvent;

/// Collects which coding tools encoders used, and tells it at the end.
final class FilmTools {
  /// Smaller shares are shown as nothing by the encoder itself.
  private static final double LEAST = 0.05;

  private static final int SHARES_IN_A_LINE = 6;

  private final BiConsumer<Long, ToolUse> told;

  @GuardedBy("this")
  private final SortedMap<Integer, JobEvent.Coded> gops = new TreeMap<>();

  /// @param told at the end: of how many frames, and what
  FilmTools(BiConsumer<Long, ToolUse> told) {
    this.told = told;
  }

  /// Takes what is known of a GOP.
  synchronized void add(JobEvent.Coded coded) {
    gops.put(coded.gop().index(), coded);
  }

  /// Tells the mean, if anything is known.
  ///
  /// @param frames of the film
  synchronized void end(long frames, PrintStream err) {
    if (gops.isEmpty()) {
      return;
    }
    ToolUse film = ToolUse.mean(gops.values().stream().map(JobEvent.Coded::tools).toList());
    long known = gops.values().stream().mapToLong(coded -> coded.gop().frameCount()).sum();
    told.accept(known, film);
    if (known < frames) {
      err.printf(
          Locale.ROOT,
          "  coding tools of %d of %d frames; those of earlier runs and other machines are not told%n",
          known,
          frames);
    }
    film.choices().forEach(choice -> print(choice, err));
    err.println();
  }

  private static void print(ToolUse.Choice choice, PrintStream err) {
    List<String> shares =
        choice.shares().entrySet().stream()
            .filter(share -> share.getValue() >= LEAST)
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .map(share -> "%s %s %%".formatted(share.getKey(), Text.number(1, share.getValue())))
            .toList();
    err.printf("  %s%n", choice.name());
    for (int i = 0; i < shares.size(); i += SHARES_IN_A_LINE) {
      int end = Math.min(i + SHARES_IN_A_LINE, shares.size());
      err.printf("    %s%n", String.join(", ", shares.subList(i, end)));
    }
  }
}
