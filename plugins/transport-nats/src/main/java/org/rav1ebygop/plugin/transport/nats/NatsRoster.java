package org.rav1ebygop.plugin.transport.nats;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.WorkerInfo;
import org.rav1ebygop.protocol.Connector;
import org.rav1ebygop.protocol.Roster;

/// Who is in a farm: all workers that answer when they are asked, about once a second, as long as
/// there is a connection to the server. Nobody gets older while there is none.
final class NatsRoster implements Roster, NatsFarm.Events {
  /// A worker that has not answered that many times in a row is no longer there.
  static final int ROUNDS = 15;

  /// A farm is no larger.
  private static final int MAX_WORKERS = 4096;

  private static final int MAX_SLOTS = 1024;

  /// Nobody has answered for so long: all that will have done so.
  private static final Duration QUIET = Duration.ofMillis(500);

  /// What the slots of this machine are called.
  private static final String LOCAL = "local";

  private final FarmSettings settings;
  private final String password;
  private final boolean alone;
  private final NatsFarm farm;
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private volatile int waiting;

  @GuardedBy("this")
  private final Map<String, Seen> seen = new LinkedHashMap<>();

  @GuardedBy("this")
  private @Nullable String inbox;

  @GuardedBy("this")
  private boolean started;

  @GuardedBy("this")
  private boolean complete;

  @GuardedBy("this")
  private int round;

  @GuardedBy("this")
  private long lastAnswer;

  /// A worker that is there.
  ///
  /// @param name unique here, as long as the worker is there
  /// @param round in which it answered last
  private record Seen(Sighting sighting, String name, int round) {}

  /// @param password of all workers
  /// @param alone whether nobody else encodes: then a server that does not let us in is an error
  NatsRoster(FarmSettings settings, String password, boolean alone) {
    this.settings = settings;
    this.password = password;
    this.alone = alone;
    this.farm = new NatsFarm(settings, this);
  }

  @Override
  public String name() {
    return "farm %s at %s".formatted(settings.farm(), settings.shown());
  }

  /// @throws GopException of kind ENVIRONMENT when the server does not let us in and nobody else
  ///   encodes
  @Override
  public boolean look(Consumer<String> warnings) {
    start();
    for (String line = lines.poll(); line != null; line = lines.poll()) {
      warnings.accept(line);
    }
    GopException refusal = farm.refusal();
    if (alone && refusal != null) {
      throw refusal;
    }
    return false;
  }

  /// Who asks at `rbgp.FARM.backlog` gets this number, in decimal digits, from each client.
  @Override
  public void waiting(int gops) {
    waiting = gops;
  }

  @Override
  public synchronized List<Entry> workers() {
    var entries = new ArrayList<Entry>();
    seen.values()
        .forEach(
            one -> entries.add(new Worker(one.name(), one.sighting().address(), password, farm)));
    return List.copyOf(entries);
  }

  /// What those say of themselves who are in [#workers], in the same order.
  synchronized List<WorkerInfo> infos() {
    return seen.values().stream().map(one -> one.sighting().info(one.name())).toList();
  }

  /// Whether there was a while in which nobody answered.
  @Override
  public synchronized boolean isComplete() {
    complete |= round > 0 && System.nanoTime() - lastAnswer > QUIET.toNanos();
    return complete;
  }

  /// Asks who is there, and waits until the answers are in.
  ///
  /// @return false when the server could not be asked in time
  /// @throws GopException of kind ENVIRONMENT when it does not let us in
  boolean awaitAnswers(Duration patience) throws InterruptedException {
    start();
    long end = System.nanoTime() + patience.toNanos();
    synchronized (this) {
      while (true) {
        GopException refusal = farm.refusal();
        if (refusal != null) {
          throw refusal;
        }
        long now = System.nanoTime();
        long rest = round == 0 ? end - now : Math.min(end, lastAnswer + QUIET.toNanos()) - now;
        if (rest <= 0) {
          return round > 0;
        }
        wait(Math.clamp(rest / 1_000_000, 1, 100));
      }
    }
  }

  /// Why nobody can be asked, one line; empty when that is not known.
  String cause() {
    return farm.cause();
  }

  private synchronized void start() {
    if (!started) {
      started = true;
      farm.start();
    }
  }

  @Override
  public void connected(Connection nats) {
    String mine = nats.createInbox();
    subscribe(nats, mine, "a worker's answer", this::answered);
    subscribe(nats, settings.left("*.*"), "a worker's farewell", this::left);
    subscribe(nats, settings.backlog(), "a question", asked -> backlog(nats, asked));
    synchronized (this) {
      inbox = mine;
    }
  }

  private void subscribe(Connection nats, String subject, String name, Consumer<Message> action) {
    nats.createDispatcher(farm.handler(name, action)).subscribe(subject);
  }

  @Override
  public void pulse(Connection nats) {
    String mine;
    synchronized (this) {
      mine = inbox;
    }
    if (mine != null) {
      nats.publish("$SRV.STATS." + Sighting.SERVICE, mine, new byte[0]);
    }
  }

  @Override
  public synchronized void answered() {
    round++;
    lastAnswer = round == 1 ? System.nanoTime() : lastAnswer;
    int oldest = round - ROUNDS;
    seen.values().removeIf(one -> one.round() < oldest);
    notifyAll();
  }

  @Override
  public void told(String line) {
    lines.add(line);
  }

  private void backlog(Connection nats, Message asked) {
    String reply = asked.getReplyTo();
    if (reply != null) {
      nats.publish(reply, Integer.toString(waiting).getBytes(US_ASCII));
    }
  }

  private void answered(Message message) {
    Sighting sighting = Sighting.read(message.getData(), settings.farm());
    if (sighting == null) {
      return;
    }
    synchronized (this) {
      Seen known = seen.get(sighting.address());
      if (known != null || seen.size() < MAX_WORKERS) {
        String name = known == null ? unique(sighting.name()) : known.name();
        seen.put(sighting.address(), new Seen(sighting, name, round));
        lastAnswer = System.nanoTime();
        notifyAll();
      }
    }
  }

  private synchronized void left(Message message) {
    String subject = message.getSubject();
    seen.remove(subject.substring(settings.left("").length()));
  }

  /// The first of NAME, NAME-2, NAME-3 that nobody has.
  @GuardedBy("this")
  private String unique(String name) {
    List<String> taken = seen.values().stream().map(Seen::name).toList();
    String candidate = name;
    for (int i = 2; candidate.equals(LOCAL) || taken.contains(candidate); i++) {
      candidate = name + "-" + i;
    }
    return candidate;
  }

  @Override
  public void close() {
    farm.close();
  }

  /// A worker of the farm.
  private record Worker(String name, String address, String password, NatsFarm farm)
      implements Entry {
    @Override
    public int slots() {
      return MAX_SLOTS;
    }

    @Override
    public Connector connector() {
      return () -> farm.connect(address, name);
    }

    /// Without the password.
    @Override
    public String toString() {
      return name;
    }
  }
}
