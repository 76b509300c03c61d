package org.rav1ebygop.plugin.transport.nats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nats.client.NKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.WorkerInfo;
import org.rav1ebygop.protocol.Carrier;
import org.rav1ebygop.protocol.CarrierServer;
import org.rav1ebygop.protocol.Roster;
import org.rav1ebygop.protocol.WorkerService;
import org.rav1ebygop.testkit.Patience;

/// Who is found in a farm, whatever happens to workers and to the server.
@Tag("waits")
class NatsRosterTest {
  @TempDir Path folder;
  private final List<String> warnings = new ArrayList<>();

  @Test
  void workersOfTheFarmAreFoundWithWhatTheySayOfThemselves() throws Exception {
    try (var server = NatsServer.start();
        var _ = worker(server, "one");
        var _ = worker(at(server).with("farm", "other").with("name", "stranger"));
        var roster = roster(at(server))) {
      await(roster, () -> !names(roster).isEmpty());
      assertEquals(Set.of("one"), names(roster));
      List<String> encoders = List.of("rav1e 0.7.1", "librav1e 0.7.1");
      assertEquals(
          List.of(new WorkerInfo("one", "", "test 1.2.3", encoders, 4, 3, 2, 1.5e6)),
          roster.infos());
    }
  }

  @Test
  void workersOfOneNameHaveNamesThatDifferAndKeepThem() throws Exception {
    try (var server = NatsServer.start();
        var roster = roster(at(server))) {
      CarrierServer first = worker(server, "box");
      try (var _ = worker(server, "box");
          var _ = worker(server, "local")) {
        await(roster, () -> roster.workers().size() == 3);
        assertEquals(Set.of("box", "box-2", "local-2"), names(roster));
        List<Roster.Entry> before = roster.workers();
        first.close();
        await(roster, () -> roster.workers().size() == 2);
        assertTrue(before.containsAll(roster.workers()));
      }
    }
  }

  @Test
  void aWorkerThatJoinsIsListedAndOneThatStopsIsNotAtOnce() throws Exception {
    try (var server = NatsServer.start();
        var roster = roster(at(server))) {
      assertTrue(roster.awaitAnswers(Patience.LIMIT));
      assertEquals(Set.of(), names(roster));
      var worker = worker(server, "late");
      await(roster, () -> names(roster).equals(Set.of("late")));
      worker.close();
      await(roster, () -> names(roster).isEmpty());
    }
  }

  @Test
  void aWorkerThatAnswersNoMoreIsListedForAWhile() throws Exception {
    var mute = new Busy();
    try (var server = NatsServer.start();
        var _ = new NatsServerProvider().start(at(server).with("name", "one"), mute);
        var roster = roster(at(server))) {
      await(roster, () -> names(roster).equals(Set.of("one")));
      var again = new CompletableFuture<Void>();
      mute.speaks = again;
      for (int i = 0; i < NatsRoster.ROUNDS - 1; i++) {
        roster.answered();
      }
      // A round or two of its own may come in between, and the worker may answer once more.
      for (int i = 0; i < NatsRoster.ROUNDS && !names(roster).isEmpty(); i++) {
        roster.answered();
      }
      await(roster, () -> names(roster).isEmpty());
      again.complete(null);
      await(roster, () -> names(roster).equals(Set.of("one")));
    }
  }

  @Test
  void aServerThatIsBackFindsTheSameWorkers() throws Exception {
    var busy = new Busy();
    try (var first = NatsServer.start();
        var _ = new NatsServerProvider().start(at(first).with("name", "one"), busy);
        var roster = roster(at(first))) {
      await(roster, () -> names(roster).equals(Set.of("one")));
      List<Roster.Entry> before = roster.workers();
      first.kill();
      await(roster, () -> warned("is gone"));
      assertEquals(before, roster.workers(), "nobody gets older without a connection");
      first.startAgain();
      await(roster, () -> warned("answers again"));
      assertEquals(before, roster.workers());
      busy.clients = 7;
      await(roster, () -> roster.infos().getFirst().clients() == 7);
      assertEquals(before, roster.workers());
    }
  }

  @Test
  void withoutAServerBothWaitAndTheClientSaysSo() throws Exception {
    try (var gone = NatsServer.start()) {
      gone.kill();
      try (var _ = worker(gone, "one");
          var roster = roster(at(gone))) {
        await(roster, () -> warned("no NATS server answers at " + gone.url()));
        assertFalse(roster.awaitAnswers(Duration.ZERO));
        gone.startAgain();
        await(roster, () -> names(roster).equals(Set.of("one")));
      }
    }
  }

  @Test
  void whoeverIsNotLetInIsToldSo() throws Exception {
    try (var server = NatsServer.start("--user", "farm", "--pass", "secret")) {
      Options wrong = at(server).with("nats", "nats://farm:wrong@127.0.0.1:" + server.port());
      GopException worker = assertThrows(GopException.class, () -> worker(wrong));
      GopException client =
          assertThrows(
              GopException.class,
              () -> {
                try (var roster = roster(wrong)) {
                  roster.awaitAnswers(Patience.LIMIT);
                }
              });
      for (GopException refused : List.of(worker, client)) {
        assertTrue(refused.getMessage().contains("does not let us in"), refused.getMessage());
        assertFalse(refused.getMessage().contains("wrong"), refused.getMessage());
      }
      Options right = at(server).with("nats", "nats://farm:secret@127.0.0.1:" + server.port());
      try (var _ = worker(right.with("name", "one"));
          var roster = roster(right)) {
        await(roster, () -> names(roster).equals(Set.of("one")));
      }
    }
  }

  @Test
  void aSeedLetsItsUserInAndNobodyElse() throws Exception {
    NKey user = NKey.createUser(new SecureRandom());
    NKey stranger = NKey.createUser(new SecureRandom());
    Path file = folder.resolve("nats.conf");
    Files.writeString(
        file,
        "authorization { users = [ { nkey: %s } ] }".formatted(new String(user.getPublicKey())));
    try (var server = NatsServer.configured(folder, file, Map.of())) {
      Options right = at(server).with("nats-creds", seed("user.nk", user));
      try (var _ = worker(right.with("name", "one"));
          var roster = roster(right)) {
        await(roster, () -> names(roster).equals(Set.of("one")));
      }
      Options wrong = at(server).with("nats-creds", seed("stranger.nk", stranger));
      GopException refused = assertThrows(GopException.class, () -> worker(wrong));
      assertTrue(refused.getMessage().contains("does not let us in"), refused.getMessage());
    }
  }

  private String seed(String name, NKey key) throws IOException {
    return Files.writeString(folder.resolve(name), new String(key.getSeed()) + "\n").toString();
  }

  @Test
  void optionsThatMakeNoSenseAreNamed() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty"), "nothing\n");
    Path half = folder.resolve("half.pem");
    Files.writeString(half, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    Path seed = Files.writeString(folder.resolve("seed"), "SU" + "A".repeat(56) + "\n");
    expectUsage("nats", "http://host:80", "nats://HOST:4222");
    expectUsage("nats", "nats://", "nats://HOST:4222");
    expectUsage("nats", "nats://u:p@host:4222,,", "nats://HOST:4222");
    expectUsage("nats-creds", folder.resolve("none").toString(), "is not there");
    expectUsage("nats-creds", empty.toString(), "no credentials");
    expectUsage("nats-creds", seed.toString(), "mistake");
    expectUsage("nats-ca", folder.toString(), "no file");
    expectUsage("nats-ca", empty.toString(), "no PEM file");
    expectUsage("nats-ca", half.toString(), "mistake");
    expectUsage("farm", "a.b", "name of a farm");
    expectUsage("nats-password-env", "RAV1E_BY_GOP_IS_NOT_SET", "is not set");
    expectUsage("colour", "red", "no option 'colour'");
  }

  private static void expectUsage(String option, String value, String text) {
    GopException refused =
        assertThrows(
            GopException.class,
            () -> new NatsTransportProvider().open(Options.NONE.with(option, value)),
            option + "=" + value);
    assertEquals(GopException.Kind.USAGE, refused.kind());
    assertTrue(refused.getMessage().contains(text), refused.getMessage());
    assertFalse(refused.getMessage().contains("\n"), refused.getMessage());
  }

  /// Looks until something is so.
  private void await(NatsRoster roster, BooleanSupplier condition) {
    Patience.until(
        "the roster is as it must be",
        () -> {
          roster.look(warnings::add);
          return condition.getAsBoolean();
        });
  }

  private boolean warned(String text) {
    return warnings.stream().anyMatch(line -> line.contains(text));
  }

  private static Set<String> names(NatsRoster roster) {
    return roster.workers().stream().map(Roster.Entry::name).collect(Collectors.toSet());
  }

  private static Options at(NatsServer server) {
    return Options.NONE.with("nats", server.url());
  }

  private static NatsRoster roster(Options options) {
    return NatsTransportProvider.roster(options.with("patience", "0"));
  }

  private static CarrierServer worker(NatsServer server, String name) throws InterruptedException {
    return worker(at(server).with("name", name));
  }

  private static CarrierServer worker(Options options) throws InterruptedException {
    return new NatsServerProvider().start(options, new Busy());
  }

  /// A worker that is never done.
  private static final class Busy implements CarrierServer.Worker {
    volatile CompletableFuture<Void> speaks = CompletableFuture.completedFuture(null);
    volatile int clients = 2;

    @Override
    public String software() {
      return "test 1.2.3";
    }

    @Override
    public List<String> encoders() {
      return List.of("rav1e 0.7.1", "librav1e 0.7.1");
    }

    @Override
    public WorkerService.Load load() {
      speaks.join();
      return new WorkerService.Load(4, 3, clients, false, 1.5e6);
    }

    @Override
    public void accept(Carrier carrier) {
      carrier.close("busy");
    }
  }
}
