package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Attacks on clients of a farm by a member that announces any number of workers. docs/security.md
/// names the test of each promise.
@Tag("waits")
class AttackFarmIT extends RemoteFilm {
  private final Broker broker;

  AttackFarmIT() throws IOException {
    broker = closing(Broker.start());
  }

  @Test
  void ofThousandsOfWorkersThatDoNotComeFewAreTriedAtATimeAndFewAreNamed() throws Exception {
    long begin = System.nanoTime();
    try (var farm = new FalseFarm(broker.url(), 4000, false);
        Running run = film().start()) {
      run.awaitThat("many are tried", () -> farm.asked() >= 200);
      Files.createFile(scratch.resolve("go"));
      Outcome outcome = run.await().expectCode(0);
      assertTrue(farm.most() <= 32, () -> farm.most() + " at a time");
      long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
      long summaries = told(outcome, "\\d+ more workers of farm default .*; lie-.*").size();
      assertTrue(summaries >= 1 && summaries <= 1 + seconds / 30, outcome::toString);
      assertEquals(16, told(outcome, "worker (lie-\\d+) .*").size(), outcome::toString);
    }
    expectTheSame();
  }

  @Test
  void ofWorkersThatComeAndDoNothingAClientUsesNoMoreThanItCanBear() throws Exception {
    try (var farm = new FalseFarm(broker.url(), 600, true);
        Running run = film().start()) {
      run.awaitThat("many have joined", () -> farm.joined() >= 512);
      int questions = farm.questions();
      run.awaitThat("it has looked for more", () -> farm.questions() >= questions + 4);
      assertEquals(512, farm.most());
      Files.createFile(scratch.resolve("go"));
      run.await().expectCode(0);
    }
    expectTheSame();
  }

  /// The warnings of that kind; of a kind with a name in it, the names.
  private static Set<String> told(Outcome outcome, String warning) {
    var pattern = Pattern.compile("warning: " + warning);
    return outcome
        .stderr()
        .lines()
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .map(line -> line.group(line.groupCount()))
        .collect(Collectors.toSet());
  }

  /// An encoder of this machine begins when there is a file `go`.
  private Run film() throws IOException {
    return encode(scratch.resolve("out.ivf"))
        .and("--transport", "nats", "--nats", broker.url(), "--stall-timeout", 3600)
        .and("--rav1e", new BadEncoder(IMAGE, scratch).holdingAll());
  }
}
