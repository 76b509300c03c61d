package org.rav1ebygop.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One film that is begun, killed, resumed and killed again, and made at last. What is found wrong
/// is noted, not thrown.
final class KillStory {
  private static final Pattern GOP = Pattern.compile("gop-(\\d+)-.*\\.ivf");
  private static final Pattern KEPT = Pattern.compile("GOP (\\d+) .*kept from an earlier run.*");
  private static final int KILLED = 137;

  /// The exit code of a run that is not to replace a film.
  private static final int REFUSED = 2;

  private final Image image;
  private final KillScenario scenario;
  private final Path undisturbed;
  private final Path folder;
  private final String mark = UUID.randomUUID().toString();
  private final StringBuilder told = new StringBuilder();
  private final List<String> faults = new ArrayList<>();
  private Map<String, Object> stored = Map.of();
  private int kills;
  private int differing;
  private int lost;
  private int orphans;

  /// @param undisturbed the film as it must become
  /// @param folder empty
  KillStory(Image image, KillScenario scenario, Path undisturbed, Path folder) {
    this.image = image;
    this.scenario = scenario;
    this.undisturbed = undisturbed;
    this.folder = folder;
    told.append(scenario).append('\n');
  }

  /// What came of it.
  ///
  /// @param kills runs that were killed
  /// @param differing how often a film under its name was not what it must be
  /// @param lost GOPs that were finished and had to be made again
  /// @param orphans processes that outlived their run
  /// @param faults everything that was wrong, those included; empty when all is well
  /// @param told what was done and what was printed
  record Ending(
      int kills, int differing, int lost, int orphans, List<String> faults, String told) {}

  /// Runs it.
  ///
  /// @param ways to kill, one after the other; those that come too late for the film are left out
  Ending tell(List<Kill> ways) throws IOException, InterruptedException {
    Outcome last = null;
    boolean over = false;
    for (int i = 0; i < ways.size() && last == null; i++) {
      over = isOver();
      Outcome struck = strike(ways.get(i), over);
      last = struck.code() == KILLED ? null : struck;
    }
    if (last == null) {
      over = isOver();
      last = finish();
    }
    expectTheFilm(last, over);
    return new Ending(kills, differing, lost, orphans, List.copyOf(faults), told.toString());
  }

  private Outcome strike(Kill way, boolean over) throws IOException, InterruptedException {
    List<ProcessHandle> known;
    Outcome outcome;
    try (Running running = scenario.start(scenario.run(image, way.prefix(folder), folder, mark))) {
      known = running.descendants();
      outcome = way.strike(running);
    }
    told.append("killed ").append(way).append(": ").append(outcome).append('\n');
    List<ProcessHandle> left = KillOrphans.ofKilled(mark, known);
    orphans += left.size();
    left.forEach(process -> faults.add("still there: " + process.info()));
    if (outcome.code() == KILLED) {
      kills++;
      expectNothingLost(outcome, over);
    }
    return outcome;
  }

  private Outcome finish() throws IOException {
    try (Running running = scenario.start(scenario.run(image, List.of(), folder, mark))) {
      Outcome outcome = running.await();
      told.append("at last: ").append(outcome).append('\n');
      return outcome;
    }
  }

  /// What a killed run found finished, it must have left.
  private void expectNothingLost(Outcome outcome, boolean over) throws IOException {
    Map<String, Object> now = finishedGops();
    if (!over && !Files.exists(film())) {
      stored.forEach((name, key) -> {
        if (!key.equals(now.get(name)) && !outcome.stderr().contains(name)) {
          lost++;
          faults.add("lost without a word: " + name);
        }
      });
    }
    if (Files.exists(film()) && Files.mismatch(undisturbed, film()) >= 0) {
      differing++;
      faults.add("a film that differs has its name already");
    }
    stored = now;
    expectNoTrace(outcome);
  }

  private void expectTheFilm(Outcome outcome, boolean over) throws IOException {
    if (outcome.code() != (over ? REFUSED : 0)) {
      faults.add("exit code " + outcome.code());
    }
    if (!Files.exists(film()) || Files.mismatch(undisturbed, film()) >= 0) {
      differing++;
      faults.add("the film differs");
    }
    if (!Tools.names(folder).equals(List.of(scenario.output()))) {
      faults.add("left behind: " + Tools.names(folder));
    }
    if (!over) {
      expectAllKept(outcome);
    }
    expectNoTrace(outcome);
  }

  private void expectAllKept(Outcome outcome) {
    Set<Integer> kept = new TreeSet<>();
    outcome
        .stderr()
        .lines()
        .map(KEPT::matcher)
        .filter(Matcher::matches)
        .forEach(line -> kept.add(Integer.valueOf(line.group(1))));
    for (String name : stored.keySet()) {
      if (!kept.contains(gop(name)) && !outcome.stderr().contains(name)) {
        lost++;
        faults.add("made again without a word: " + name);
      }
    }
  }

  private void expectNoTrace(Outcome outcome) {
    if (outcome.stderr().contains("\tat ") || outcome.stderr().contains("Exception")) {
      faults.add("a stack trace");
    }
  }

  /// Whether the film has its name and its job is no more: to start again is to be asked about the
  /// film.
  private boolean isOver() {
    return Files.exists(film()) && !Files.exists(state().resolve("job.json"));
  }

  /// The files of finished GOPs, each with what tells it from another file of that name.
  private Map<String, Object> finishedGops() throws IOException {
    var gops = new HashMap<String, Object>();
    if (Files.exists(state())) {
      for (String name : Tools.names(state())) {
        @Nullable Object key =
            Files.readAttributes(state().resolve(name), BasicFileAttributes.class).fileKey();
        if (gop(name) >= 0) {
          gops.put(name, key == null ? name : key);
        }
      }
    }
    return gops;
  }

  private static int gop(String name) {
    Matcher match = GOP.matcher(name);
    return match.matches() ? Integer.parseInt(match.group(1)) : -1;
  }

  private Path film() {
    return folder.resolve(scenario.output());
  }

  private Path state() {
    return folder.resolve(scenario.output() + ".gops");
  }
}
