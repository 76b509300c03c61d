package org.rav1ebygop.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/// Kills many runs of many encodes, at every change of what is on disk and at random times.
final class KillCampaign {
  private static final int SHOWN_EVERY = 25;
  private static final int ONE_AT_RANDOM_OF = 4;

  private final Image image;
  private final Path folder;
  private final Random random;
  private final boolean exact;
  private final Map<String, Undisturbed> undisturbed = new HashMap<>();
  private final Set<String> kindsTried = new HashSet<>();
  private final List<String> faults = new ArrayList<>();
  private final long start = System.nanoTime();
  private final long seed;
  private int films;
  private int kills;
  private int atChanges;
  private int differing;
  private int lost;
  private int orphans;
  private int kinds;

  /// @param folder for all its files
  /// @param seed of all that is random, but for when the machine does what
  /// @param exact whether a tracer can be used; else all times are random
  KillCampaign(Image image, Path folder, long seed, boolean exact) {
    this.image = image;
    this.folder = folder;
    this.seed = seed;
    this.random = new Random(seed);
    this.exact = exact;
  }

  private record Undisturbed(Path film, Duration time) {}

  private record Plan(KillScenario scenario, List<Kill> ways, String kind) {}

  /// Kills that many runs.
  ///
  /// @param count 1 or more
  /// @return everything that was wrong
  List<String> run(int count) throws IOException, InterruptedException {
    List<KillScenario> all = KillScenario.all(random);
    List<KillScenario> scenarios = all.subList(0, Math.clamp(count / 8, 4, all.size()));
    Deque<Plan> atChanges = exact ? plansAtChanges(scenarios, count) : new ArrayDeque<>();
    int shown = 0;
    while (kills < count) {
      Plan next = random.nextInt(ONE_AT_RANDOM_OF) == 0 ? null : atChanges.poll();
      carryOut(next == null ? planAtRandom(scenarios) : next);
      if (kills / SHOWN_EVERY > shown) {
        shown = kills / SHOWN_EVERY;
        say(summary());
      }
    }
    return faults;
  }

  /// One line on all of it.
  String summary() {
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    return String.format(
        Locale.ROOT,
        "%d kills in %d films (%d at changes on disk, %d of %d kinds; %d at random times), %d differing outputs, %d lost GOPs, %d orphans, %d faults in all, seed %d, %d:%02d",
        kills,
        films,
        atChanges,
        kindsTried.size(),
        kinds,
        kills - atChanges,
        differing,
        lost,
        orphans,
        faults.size(),
        seed,
        time.toMinutes(),
        time.toSecondsPart());
  }

  static void say(String line) {
    System.out.println("kill: " + line);
  }

  private void carryOut(Plan plan) throws IOException, InterruptedException {
    Path film = undisturbed(plan.scenario).film;
    Path place = Files.createDirectory(folder.resolve("film-" + films++));
    KillStory.Ending ending = new KillStory(image, plan.scenario, film, place).tell(plan.ways);
    kills += ending.kills();
    atChanges +=
        (int)
            plan.ways.stream()
                .limit(ending.kills())
                .filter(way -> way instanceof Kill.Exact)
                .count();
    if (ending.kills() > 0 && !plan.kind.isEmpty()) {
      kindsTried.add(plan.kind);
    }
    differing += ending.differing();
    lost += ending.lost();
    orphans += ending.orphans();
    for (String fault : ending.faults()) {
      faults.add(fault + " in " + place + "\n" + ending.told());
      say(fault + " in " + place + ": " + plan.ways);
    }
    if (ending.faults().isEmpty()) {
      delete(place);
    }
  }

  /// Runs that are killed at each change that one without trouble makes, and one that resumes;
  /// those of a new kind come first.
  private Deque<Plan> plansAtChanges(List<KillScenario> scenarios, int count)
      throws IOException, InterruptedException {
    var plans = new ArrayList<Plan>();
    for (KillScenario scenario :
        scenarios.subList(0, Math.clamp(count / 50, 1, scenarios.size()))) {
      List<KillPoint> first = trace(scenario, List.of());
      first.forEach(point -> plans.add(plan(scenario, List.of(), point)));
      Kill before = new Kill.Exact(middleOf(first));
      trace(scenario, List.of(before))
          .forEach(point -> plans.add(plan(scenario, List.of(before), point)));
    }
    Collections.shuffle(plans, random);
    var seen = new HashSet<String>();
    var again = new ArrayList<Plan>();
    var ordered = new ArrayDeque<Plan>();
    plans.forEach(plan -> (seen.add(plan.kind) ? ordered : again).add(plan));
    ordered.addAll(again);
    kinds = seen.size();
    return ordered;
  }

  private Plan plan(KillScenario scenario, List<Kill> before, KillPoint point) {
    var ways = new ArrayList<>(before);
    ways.add(new Kill.Exact(point));
    String kind = (before.isEmpty() ? "" : "resumed, ") + point.kind();
    return new Plan(scenario, ways, kind);
  }

  /// The change that finishes the GOP in the middle of the film.
  private static KillPoint middleOf(List<KillPoint> points) {
    List<KillPoint> finished =
        points.stream()
            .filter(point -> point.syscall().startsWith("rename"))
            .filter(point -> point.file().contains("gop-"))
            .toList();
    return finished.get(finished.size() / 2);
  }

  private List<KillPoint> trace(KillScenario scenario, List<Kill> before)
      throws IOException, InterruptedException {
    Path place = Files.createDirectory(folder.resolve("trace-" + films++));
    for (Kill way : before) {
      try (Running running =
          scenario.start(scenario.run(image, way.prefix(place), place, "trace"))) {
        way.strike(running);
      }
    }
    Run run = scenario.run(image, KillPoint.tracer(), place, "trace");
    try (Running running = scenario.start(run)) {
      Outcome outcome = running.await().expectCode(0);
      return KillPoint.of(outcome.stdout(), place);
    } finally {
      delete(place);
    }
  }

  private Plan planAtRandom(List<KillScenario> scenarios) throws IOException {
    KillScenario scenario = scenarios.get(random.nextInt(scenarios.size()));
    long nanos = undisturbed(scenario).time.toNanos();
    var ways = new ArrayList<Kill>();
    do {
      ways.add(new Kill.Random(Duration.ofNanos((long) (random.nextDouble() * nanos))));
    } while (random.nextBoolean() && ways.size() < 4);
    return new Plan(scenario, ways, "");
  }

  /// The film as it comes out without any trouble.
  private Undisturbed undisturbed(KillScenario scenario) throws IOException {
    Undisturbed known = undisturbed.get(scenario.bytes());
    if (known == null) {
      Path place = Files.createDirectory(folder.resolve("undisturbed-" + undisturbed.size()));
      long before = System.nanoTime();
      try (Running running = scenario.start(scenario.run(image, List.of(), place, "undisturbed"))) {
        running.await().expectCode(0);
      }
      Duration time = Duration.ofNanos(System.nanoTime() - before);
      known = new Undisturbed(place.resolve(scenario.output()), time);
      undisturbed.put(scenario.bytes(), known);
    }
    return known;
  }

  private static void delete(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
