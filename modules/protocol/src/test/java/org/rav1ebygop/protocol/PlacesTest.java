package org.rav1ebygop.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How clients share workers that have fewer places than they want. All of it is a model: time is a
/// number, and which encoder ends next is drawn from a seed.
class PlacesTest {
  private static final int WORKERS = 12;

  /// One and two at a worker, by turns.
  private static final int PLACES = WORKERS / 2 * (1 + 2);

  /// Encoders that end while shares are counted.
  private static final int ROUNDS = 3000;

  private static final double TOLERANCE = 0.1;

  private long now;

  @Test
  void atAWorkerOfOnePlaceClientsTakeTurns() {
    List<Client> clients = clients(3);
    List<Worker> workers = List.of(new Worker(1, clients));
    for (int round = 0; round < 10; round++) {
      var served = new HashSet<Client>();
      for (int i = 0; i < clients.size(); i++) {
        Job job = running(workers).getFirst();
        served.add(job.client);
        job.end();
      }
      assertEquals(clients.size(), served.size(), "round " + round);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void threeClientsGetAThirdEachWhicheverEncodersEnd(long seed) {
    List<Client> clients = clients(3);
    share(new Random(seed), clients, workers(clients));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aClientThatComesLaterSoonGetsItsShare(long seed) {
    var lots = new Random(seed);
    List<Client> clients = clients(2);
    List<Worker> workers = workers(clients);
    var late = new Client();
    workers.forEach(worker -> worker.join(late));
    assertEquals(PLACES, clients.stream().mapToInt(client -> client.running).sum());
    for (int ended = 0; late.running < PLACES / 3; ended++) {
      assertTrue(ended < 3 * PLACES, late.running + " of " + PLACES / 3);
      endOne(lots, workers);
    }
    clients.add(late);
    share(lots, clients, workers);
  }

  /// An offer is held for a while; then it is no longer kept from others, and who let it lie waits.
  @Test
  void anOfferThatIsNotUsedGoesToSomebodyElse() {
    var idle = new Client();
    idle.uses = false;
    var busy = new Client();
    var worker = new Worker(1, List.of(idle));
    assertEquals(1, worker.places.used());
    worker.join(busy);
    pass(worker, Duration.ofSeconds(5));
    assertEquals(0, busy.running);
    pass(worker, Duration.ofMillis(1));
    assertEquals(1, busy.running);
    idle.uses = true;
    running(List.of(worker)).getFirst().end();
    assertEquals(1, busy.running, "the idle one waits");
    pass(worker, Duration.ofSeconds(30));
    running(List.of(worker)).getFirst().end();
    assertEquals(1, idle.running, "and then has its turn");
  }

  @Test
  void whoIsHereAndHasNothingStarvesUntilAPlaceIsFree() {
    var worker = new Worker(2, clients(1));
    var late = new Client();
    late.here = false;
    worker.join(late);
    assertEquals(false, worker.places.starving(now));
    late.here = true;
    assertTrue(worker.places.starving(now));
    running(List.of(worker)).getFirst().end();
    assertEquals(1, late.running);
    assertEquals(false, worker.places.starving(now));
  }

  /// Whoever has many jobs has them share what is theirs.
  @Test
  void manyJobsOfOnePeerGetNoMoreThanOneJobOfAnother() {
    List<Client> many = clients(8);
    many.forEach(client -> client.peer = "one");
    var worker = new Worker(4, many);
    var other = new Client();
    worker.join(other);
    for (int ended = 0; ended < 4; ended++) {
      running(List.of(worker)).getFirst().end();
    }
    assertEquals(2, other.running);
    assertEquals(2, many.stream().mapToInt(client -> client.running).sum());
  }

  /// Not one after each of the other's jobs.
  @Test
  void atAWorkerOfOnePlacePeersTakeTurns() {
    List<Client> many = clients(8);
    many.forEach(client -> client.peer = "one");
    var worker = new Worker(1, many);
    var other = new Client();
    worker.join(other);
    for (int ended = 0; ended < 11; ended++) {
      running(List.of(worker)).getFirst().end();
    }
    assertEquals(5, other.done + other.running);
  }

  /// A new job for each turn gets no more turns.
  @Test
  void whoComesAgainAndAgainIsNotTheFirstEachTime() {
    var patient = new Client();
    var worker = new Worker(1, clients(1));
    worker.join(patient);
    worker.join(new Client());
    for (int i = 0; i < 5 && patient.running == 0; i++) {
      worker.join(new Client());
      running(List.of(worker)).getFirst().end();
    }
    assertEquals(1, patient.running);
    assertEquals(0, patient.done);
  }

  @Test
  void largePicturesGetFewerPlaces() {
    var small = new Client();
    small.memory = 20;
    assertEquals(4, running(List.of(new Worker(4, 100, List.of(small)))).size());
    var large = new Client();
    large.memory = 40;
    assertEquals(2, running(List.of(new Worker(4, 100, List.of(large)))).size());
    var huge = new Client();
    huge.memory = 1000;
    assertEquals(1, running(List.of(new Worker(4, 100, List.of(huge)))).size());
  }

  /// One that has no place gets the next memory, however small the encoders are that others want.
  @Test
  void smallPicturesDoNotKeepTheMemoryFromLargeOnes() {
    var small = new Client();
    small.memory = 20;
    var large = new Client();
    large.memory = 60;
    var worker = new Worker(5, 100, List.of(small));
    worker.join(large);
    for (int ended = 1; ended <= 3; ended++) {
      assertEquals(0, large.running);
      worker.jobs.getFirst().end();
    }
    assertEquals(1, large.running);
    assertEquals(2, small.running);
    worker.jobs.getLast().end();
    assertEquals(1, large.running, "and again, since it has none then");
  }

  /// Over many rounds every client finishes about as many GOPs as the others, and has encoders for
  /// about as long; a round is the time until one encoder ends.
  private void share(Random lots, List<Client> clients, List<Worker> workers) {
    int[] before = clients.stream().mapToInt(client -> client.done).toArray();
    long[] time = new long[clients.size()];
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < time.length; i++) {
        time[i] += clients.get(i).running;
      }
      endOne(lots, workers);
    }
    for (int i = 0; i < time.length; i++) {
      assertShare("GOPs of client " + i, clients.get(i).done - before[i], ROUNDS / 3);
      assertShare("encode time of client " + i, time[i], ROUNDS * PLACES / 3);
    }
  }

  private static void assertShare(String what, long has, long fair) {
    assertEquals(1, (double) has / fair, TOLERANCE, what + ": " + has + " of " + fair);
  }

  private void endOne(Random lots, List<Worker> workers) {
    List<Job> running = running(workers);
    assertEquals(PLACES, running.size(), "no place is free while somebody wants it");
    running.get(lots.nextInt(running.size())).end();
  }

  private void pass(Worker worker, Duration time) {
    now += time.toNanos();
    worker.places.distribute(now);
  }

  /// Once for each place it has.
  private static List<Job> running(List<Worker> workers) {
    return workers.stream()
        .flatMap(worker -> worker.jobs.stream())
        .flatMap(job -> IntStream.range(0, job.running).mapToObj(_ -> job))
        .toList();
  }

  private static List<Client> clients(int count) {
    var clients = new ArrayList<Client>();
    for (int i = 0; i < count; i++) {
      clients.add(new Client());
    }
    return clients;
  }

  private List<Worker> workers(List<Client> clients) {
    return IntStream.range(0, WORKERS).mapToObj(i -> new Worker(1 + i % 2, clients)).toList();
  }

  /// Has GOPs without end, and a job at each worker.
  private static final class Client {
    private String peer = "peer " + System.identityHashCode(this);
    private int running;
    private int done;
    private boolean here = true;
    private boolean uses = true;
    private long memory = 1;
  }

  private final class Worker {
    private final Places places;
    private final List<Job> jobs = new ArrayList<>();

    Worker(int places, List<Client> clients) {
      this(places, Long.MAX_VALUE, clients);
    }

    Worker(int places, long memory, List<Client> clients) {
      this.places = new Places(places, memory);
      clients.forEach(this::join);
    }

    void join(Client client) {
      var job = new Job(client, places);
      jobs.add(job);
      places.add(job, now);
      places.distribute(now);
    }
  }

  /// Uses every offer at once, unless its client does not.
  private final class Job implements Places.Sharer {
    private final Client client;
    private final Places places;
    private int running;
    private int unused;

    Job(Client client, Places places) {
      this.client = client;
      this.places = places;
    }

    void end() {
      running--;
      client.running--;
      client.done++;
      places.distribute(now);
    }

    @Override
    public String peer() {
      return client.peer;
    }

    @Override
    public boolean wants() {
      return client.here;
    }

    @Override
    public int places() {
      return running + unused;
    }

    @Override
    public int unused() {
      return unused;
    }

    @Override
    public long memory() {
      return client.memory;
    }

    @Override
    public void offer() {
      if (client.uses) {
        running++;
        client.running++;
      } else {
        unused++;
      }
    }

    @Override
    public void takeBack() {
      unused = 0;
    }
  }
}
