package org.rav1ebygop.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.testkit.Patience;

/// Films at a worker that hostile clients attack, or with workers that lie: each is complete and
/// has the right bytes, and nothing is left behind. Runs in a process of its own, whose heap is
/// small: what is kept beyond its bounds ends it.
///
/// Chance comes from one seed. What threads do to each other is not part of it.
final class WireCampaign {
  private static final int HOSTILE = 4;
  private static final int LIARS = 4;
  private static final int SLOTS = 10;
  private static final int HONEST_SLOTS = 2;

  /// Messages for each film at the most, so that a campaign has many films.
  private static final long EACH_FILM = 20_000;

  private static final Duration EACH_PACKET = Duration.ofMillis(5);

  private final long messages;
  private final long seed;
  private final CampaignFilm film;
  private final LongAdder said = new LongAdder();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private long mostHeap;
  private long tries;
  private long mostTries;

  private WireCampaign(long messages, long seed, Path folder) {
    this.messages = messages;
    this.seed = seed;
    this.film = new CampaignFilm(folder);
  }

  /// @param args `clients` or `workers`; how many hostile messages at least; the seed
  static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("campaign");
    var campaign = new WireCampaign(Long.parseLong(args[1]), Long.parseLong(args[2]), folder);
    Thread.setDefaultUncaughtExceptionHandler((_, e) -> campaign.failures.add(e));
    try {
      switch (args[0]) {
        case "clients" -> campaign.clients();
        case "workers" -> campaign.workers();
        default -> throw new IllegalArgumentException(args[0]);
      }
      System.exit(0);
    } catch (Throwable e) {
      e.printStackTrace(System.out);
      System.out.println(threads());
      System.exit(1);
    } finally {
      delete(folder);
    }
  }

  /// Hostile clients beside an honest one.
  private void clients() throws Exception {
    var settings = TestWorker.service(SLOTS, new PacedEncoder(EACH_PACKET), new TestWorker.Local());
    try (var worker = new WorkerService(settings, new Silence())) {
      Roster roster = new MemoryRoster(List.of(new Honest(() -> to(worker))));
      CampaignFilm.Run alone = undisturbed(roster);
      var over = new AtomicBoolean();
      var attackers = new ArrayList<FutureTask<Boolean>>();
      for (int i = 0; i < HOSTILE; i++) {
        var target = new HostileClient.Target(worker, "192.0.2." + (i + 1), said, over::get);
        var client = new HostileClient(target, seed + i);
        attackers.add(
            start(
                "hostile " + i,
                () -> {
                  client.run();
                  return true;
                }));
      }
      films(alone, () -> film.run(roster), _ -> {});
      over.set(true);
      for (FutureTask<Boolean> attacker : attackers) {
        attacker.get();
      }
    }
    end("hostile clients");
  }

  /// Lying workers beside an honest one.
  private void workers() throws Exception {
    var settings =
        TestWorker.service(HONEST_SLOTS, new PacedEncoder(EACH_PACKET), new TestWorker.Local());
    try (var worker = new WorkerService(settings, new Silence())) {
      var entries = new ArrayList<Roster.Entry>();
      entries.add(new Honest(() -> to(worker)));
      CampaignFilm.Run alone = undisturbed(new MemoryRoster(List.copyOf(entries)));
      var liars = new ArrayList<LyingWorker>();
      for (int i = 0; i < LIARS; i++) {
        var liar = new LyingWorker(film, said, seed + 1000L * i);
        liars.add(liar);
        entries.add(MemoryRoster.entry("liar " + i, TestWorker.PASSWORD, liar));
      }
      films(
          alone,
          () -> {
            liars.forEach(LyingWorker::forget);
            return film.run(new MemoryRoster(entries));
          },
          run -> requireJustTries(run, liars));
    }
    end("lying workers");
  }

  /// What counts as a try was said by a liar, of this very attempt, unless it was held too long.
  /// Only that can happen with an honest worker too, on a machine that stands still.
  private void requireJustTries(CampaignFilm.Run run, List<LyingWorker> liars) {
    for (JobEvent.AttemptFailed failed : run.events(JobEvent.AttemptFailed.class)) {
      String name = failed.slot().worker();
      boolean just =
          name.startsWith("liar ")
              && liars
                  .get(Integer.parseInt(name.substring("liar ".length())))
                  .hasLied(failed.gop(), failed.attempt());
      boolean counts = failed.end().countsAgainstGop();
      boolean stalled = failed.end() instanceof LeaseEnd.Stalled;
      require(just || stalled || !counts, "an unjust try: " + failed);
      tries += counts ? 1 : 0;
      mostTries = Math.max(mostTries, failed.attempt());
    }
  }

  /// The one of three that takes neither longest nor shortest; the first one warms up.
  private CampaignFilm.Run undisturbed(Roster roster) throws IOException, InterruptedException {
    var runs = new ArrayList<CampaignFilm.Run>();
    for (int i = 0; i < 4; i++) {
      runs.add(film.run(roster));
    }
    return runs.subList(1, runs.size()).stream()
        .sorted(Comparator.comparing(CampaignFilm.Run::time))
        .toList()
        .get(1);
  }

  private interface Encode {
    CampaignFilm.Run run() throws Exception;
  }

  private void films(CampaignFilm.Run alone, Encode encode, Consumer<CampaignFilm.Run> check)
      throws Exception {
    long begun = System.nanoTime();
    requireRight(alone, alone);
    var disturbed = new ArrayList<Duration>();
    while (said.sum() < messages || disturbed.size() <= messages / EACH_FILM) {
      FutureTask<CampaignFilm.Run> task = start("film", encode::run);
      Patience.until("the film is complete, or has failed", task::isDone);
      CampaignFilm.Run run = task.get();
      requireRight(run, alone);
      check.accept(run);
      disturbed.add(run.time());
      mostHeap = Math.max(mostHeap, heap());
      if (!failures.isEmpty()) {
        throw new AssertionError("something in the background has failed", failures.remove());
      }
    }
    disturbed.sort(Comparator.naturalOrder());
    double usual = alone.time().toNanos();
    System.out.printf(
        Locale.ROOT,
        "undisturbed %d ms; disturbed %d films of %d ms (median), %d ms at most: %.2f and %.2f times; %d s%n",
        alone.time().toMillis(),
        disturbed.size(),
        disturbed.get(disturbed.size() / 2).toMillis(),
        disturbed.getLast().toMillis(),
        disturbed.get(disturbed.size() / 2).toNanos() / usual,
        disturbed.getLast().toNanos() / usual,
        Duration.ofNanos(System.nanoTime() - begun).toSeconds());
  }

  private static void requireRight(CampaignFilm.Run run, CampaignFilm.Run alone) {
    require(run.result() instanceof JobResult.Complete, "not complete: " + run.result());
    require(run.bytes().equals(alone.bytes()), "the film has other bytes");
    for (JobEvent.Warning warning : run.events(JobEvent.Warning.class)) {
      require(!warning.message().contains(" failed: "), warning.message());
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  private void end(String who) throws IOException, InterruptedException {
    long limit = System.nanoTime() + Patience.LIMIT.toNanos();
    for (List<String> left = ours(); !left.isEmpty(); left = ours()) {
      require(System.nanoTime() - limit < 0, "threads are left: " + left);
    }
    if (!failures.isEmpty()) {
      throw new AssertionError("something in the background has failed", failures.remove());
    }
    System.out.printf(
        Locale.ROOT,
        "%d messages of %s; seed %d; heap %.1f MB at most after a collection, of %.0f; %d tries used up by liars, attempts at a GOP: %d at most%s%n",
        said.sum(),
        who,
        seed,
        mostHeap / 1e6,
        Runtime.getRuntime().maxMemory() / 1e6,
        tries,
        Math.max(1, mostTries),
        memory());
  }

  /// What the system says of this process, where it does.
  private static String memory() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return "";
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .map(line -> "; resident " + line.replaceAll("\\D+", "") + " kB at most")
        .findFirst()
        .orElse("");
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /// Threads that run something of ours, this one left out.
  private static List<String> ours() throws IOException, InterruptedException {
    return Stream.of(threads().split("\n\n"))
        .filter(
            thread -> thread.contains("org.rav1ebygop") && !thread.contains(".WireCampaign.main"))
        .toList();
  }

  /// All threads, virtual ones among them.
  private static String threads() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("threads");
    Path dump = folder.resolve("dump");
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
            Long.toString(ProcessHandle.current().pid()),
            "Thread.dump_to_file",
            dump.toString());
    Process jcmd =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    require(jcmd.waitFor() == 0, "jcmd failed");
    String text = Files.readString(dump);
    delete(folder);
    return text;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static Carrier to(WorkerService worker) {
    MemoryCarrier.Pair pair = MemoryCarrier.pair("198.51.100.1", new byte[0], new byte[0]);
    worker.accept(pair.worker());
    return pair.client();
  }

  private interface Work<T> {
    T run() throws Exception;
  }

  private static <T> FutureTask<T> start(String name, Work<T> work) {
    var task = new FutureTask<T>(work::run);
    Thread.ofPlatform().daemon().name(name).start(task);
    return task;
  }

  /// A worker that does what it should.
  private record Honest(Connector to) implements Roster.Entry {
    @Override
    public String name() {
      return "honest";
    }

    @Override
    public String password() {
      return TestWorker.PASSWORD;
    }

    @Override
    public int slots() {
      return HONEST_SLOTS;
    }

    @Override
    public Connector connector() {
      return to;
    }
  }

  /// Nobody reads the log of the worker.
  private static final class Silence implements WorkerEvents {
    @Override
    public void opened(String client, String job) {
      // nobody reads it
    }

    @Override
    public void ended(String client, String reason) {
      // nobody reads it
    }

    @Override
    public void started(String client, Gop gop) {
      // nobody reads it
    }

    @Override
    public void finished(String client, Gop gop, int frames, Duration time) {
      // nobody reads it
    }

    @Override
    public void failed(String client, Gop gop, String reason, boolean fault) {
      // nobody reads it
    }
  }
}
