package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Encoders that stop responding are ended, and only those.
@Tag("waits")
class WatchdogIT {
  private static final Image IMAGE = Image.built();

  @TempDir static Path shared;
  private static Path undisturbed = Path.of("");

  @TempDir Path scratch;

  @BeforeAll
  static void encodeWithoutAnyTrouble() throws IOException {
    undisturbed = shared.resolve("undisturbed.ivf");
    new Run(IMAGE.launcher().toString(), Clips.small(53), "-o", undisturbed)
        .and(OPTIONS.toArray())
        .toEnd()
        .expectCode(0);
  }

  /// Four GOPs of 12 frames and one of 5.
  private static final List<Object> OPTIONS =
      List.of("--speed", 10, "--splitter", "fixed", "--keyint", 12);

  /// The first attempt at the last, short GOP does this. A machine under load may take so long for
  /// other attempts too that they are ended; hence tries without end.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "REAL \"$@\" <$film | head -c 900; kill -STOP $$",
        "mkfifo $film.pipe; REAL \"$@\" <$film.pipe & "
            + "exec 3>$film.pipe; head -c 120000 $film >&3; kill -STOP $!; wait",
        "while :; do :; done",
        "trap '' TERM INT HUP; (sleep 1000 & sleep 1000) & while :; do sleep 1000 & wait; done",
      })
  void anEncoderThatStopsRespondingIsEndedWithAllItsProcesses(String stall) throws IOException {
    var bad = new BadEncoder(IMAGE, scratch);
    Path encoder =
        bad.before(
            "if [ $(wc -c <$film) -lt 200000 ] && mkdir $film.seen; then %s; fi".formatted(stall));
    Run run =
        new Run(IMAGE.launcher().toString(), Clips.small(53), "-o", output(), "--rav1e", encoder)
            .and(OPTIONS.toArray())
            .and("--local-workers", 1, "--stall-timeout", 2, "--max-tries", 100_000);
    try (Running running = bad.mark(run).start()) {
      Outcome outcome = running.await().expectCode(0);
      assertTrue(
          outcome
              .stderr()
              .lines()
              .anyMatch(line ->
                  line.matches(
                      "warning: GOP 4 \\(frames 48-52\\), attempt 1 on local/\\d failed: "
                          + "no progress for \\d+ s \\(encoder stopped responding\\)")),
          outcome::toString);
      running.awaitThat("no process of the encoder is left", () -> bad.running() == 0);
    }
    assertEquals(-1, Files.mismatch(undisturbed, output()));
    assertFalse(Files.exists(scratch.resolve("out.ivf.gops")));
  }

  /// The producer takes longer for a frame than an encoder may.
  @Test
  void waitingForTheProducerIsNotTheEncodersFault() throws IOException {
    Path film = Clips.small(53);
    String producer = "head -c 600000 '%s'; sleep 10; tail -c +600001 '%s'".formatted(film, film);
    String consumer =
        "'%s' - -o '%s' %s --stall-timeout 8"
            .formatted(
                IMAGE.launcher(),
                output(),
                String.join(" ", OPTIONS.stream().map(Object::toString).toList()));
    Outcome outcome =
        new Run("sh", "-c", "{ %s; } | %s".formatted(producer, consumer)).toEnd().expectCode(0);
    assertFalse(outcome.stderr().contains("no progress"), outcome::toString);
    assertEquals(-1, Files.mismatch(undisturbed, output()));
  }

  private Path output() {
    return scratch.resolve("out.ivf");
  }
}
