package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Disks that become full and memory that becomes short: nothing is lost, and the film is the same.
@Tag("waits")
class ResourcesIT {
  private static final Image IMAGE = Image.built();
  private static final long MIB = 1 << 20;
  private static final String KEPT = "; finished GOPs are kept, run again with --resume";

  @TempDir static Path shared;
  private static Path undisturbed = Path.of("");

  @TempDir Path scratch;

  @BeforeAll
  static void encodeWithoutAnyTrouble() throws IOException {
    undisturbed = shared.resolve("undisturbed.ivf");
    encode(new Run("env"), undisturbed).toEnd().expectCode(0);
  }

  /// The encoder of the last, short GOP fills the disk up and then hangs: only a look at the disk
  /// can end the run. The film may be being written too, and is then what fails first.
  @Test
  void aDiskThatBecomesFullEndsTheRunWhichGoesOnWhenThereIsRoom() throws IOException {
    try (SmallDisk disk = SmallDisk.mount(scratch.resolve("disk"), "512k")) {
      Path encoder =
          new BadEncoder(IMAGE, scratch)
              .before(
                  "if [ $(wc -c <$film) -lt 200000 ]; then head -c 1000000 /dev/zero >%s; while :; do sleep 1; done; fi"
                      .formatted(disk.at("filler")));
      Path output = disk.at("out.ivf");
      Run run = encode(disk.run("env"), output).and("--rav1e", encoder, "--local-workers", 1);
      expectError(
          run.and("--stall-timeout", 600).toEnd().expectCode(5),
          "(the disk of %s(.gops)? is nearly full, 0 kB left; free some, or write elsewhere|cannot write .*: No space left on device)%s"
              .formatted(output, KEPT));
      assertEquals(List.of("filler", "out.ivf.gops"), disk.names());

      disk.remount("size=4m");
      Outcome second = encode(disk.run("env"), output).and("--resume", "-v").toEnd().expectCode(0);
      assertTrue(
          second.stderr().contains("GOP 0 (frames 0-11) kept from an earlier run"),
          second::toString);
      disk.run("cmp", undisturbed, output).toEnd().expectCode(0);
      assertEquals(List.of("filler", "out.ivf"), disk.names());
    }
  }

  /// There is room for the GOPs, but not where the film goes.
  @Test
  void aFilmThatDoesNotFitIsForeseenAndJoinedWhenThereIsRoom() throws IOException {
    try (SmallDisk disk = SmallDisk.mount(scratch.resolve("disk"), "4k")) {
      Path output = disk.at("out.ivf");
      Path temp = Files.createDirectory(scratch.resolve("temp"));
      Outcome first = encode(disk.run("env"), output).and("--temp", temp).toEnd().expectCode(5);
      assertTrue(
          first.stderr().contains("until it is done, but only 4 kB are left"), first::toString);
      expectError(
          first,
          "(cannot write .*: No space left on device|the disk of %s is nearly full, .*)%s"
              .formatted(output, KEPT));
      assertEquals(List.of(), disk.names());

      disk.remount("size=1m");
      encode(disk.run("env"), output).and("--temp", temp, "--resume").toEnd().expectCode(0);
      disk.run("cmp", undisturbed, output).toEnd().expectCode(0);
      assertEquals(List.of(), Tools.names(temp));
    }
  }

  @Test
  void aDiskThatCannotBeWrittenToIsRefusedInOneLine() throws IOException {
    try (SmallDisk disk = SmallDisk.mount(scratch.resolve("disk"), "512k")) {
      Path output = disk.at("out.ivf");
      disk.fill("500000");
      expectError(
          encode(disk.run("env"), output).toEnd().expectCode(5),
          "the disk of %s.gops is nearly full, \\d+ kB left; free some, or write elsewhere"
              .formatted(output));
      assertEquals(List.of("filler"), disk.names());

      disk.run("mkdir", disk.at("temp")).toEnd().expectCode(0);
      disk.remount("ro");
      Outcome film = encode(disk.run("env"), output).toEnd().expectCode(5);
      assertEquals(
          "rav1e-by-gop: error: no permission to write in %s\n".formatted(output.getParent()),
          film.stderr());
      Path elsewhere = scratch.resolve("out.ivf");
      Run gops = encode(disk.run("env"), elsewhere).and("--temp", disk.at("temp"));
      expectError(
          gops.toEnd().expectCode(5), "--temp: no permission to write in " + disk.at("temp"));
    }
  }

  @Test
  void theMemoryLimitOfAContainerDecidesTheSlotsAndIsNamed() throws IOException {
    requireTwoProcessors();
    try (MemoryGroup group = MemoryGroup.of(300 * MIB)) {
      Outcome outcome =
          encode(group.run("env"), output()).and("--local-workers", 2).toEnd().expectCode(0);
      String line =
          outcome.stderr().lines().filter(l -> l.contains(" slot")).findFirst().orElse("");
      assertTrue(
          line.matches(
              ".*, 1 slot: .* free within the memory limit of this container, of which --memory light allows .* each; --local-workers, .* would allow 2"),
          outcome::toString);
    }
    assertEquals(-1, Files.mismatch(undisturbed, output()));
  }

  /// Another program of the container takes memory while two encoders run.
  @Test
  void beforeMemoryRunsOutASlotIsGivenBackAndTheFilmIsTheSame() throws IOException {
    requireTwoProcessors();
    try (MemoryGroup group = MemoryGroup.of(1536 * MIB);
        var gate = gate();
        Running running =
            encode(group.run("env"), output())
                .and("--local-workers", 2, "-v", "--rav1e", gatedEncoder())
                .start()) {
      running.awaitStderr("GOP 1 from frame 12 -> ");
      try (Running taker = group.take(group.left() - 90 * MIB)) {
        running.awaitStderr(" gave it back: memory is nearly used up");
        taker.stdin().close();
        taker.await().expectCode(0);
      }
      gate.writeBytes("\n".repeat(100));
      Outcome outcome = running.await().expectCode(0);
      assertTrue(outcome.stderr().contains("\n1 slot from now on: memory is "), outcome::toString);
      assertEquals(
          1,
          outcome.stderr().lines().filter(line -> line.contains(" gave it back")).count(),
          outcome::toString);
    }
    assertEquals(-1, Files.mismatch(undisturbed, output()));
  }

  private static void requireTwoProcessors() throws IOException {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "there is one processor");
    long freeKib =
        Files.readAllLines(Path.of("/proc/meminfo")).stream()
            .filter(line -> line.startsWith("MemAvailable:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum();
    assumeTrue(freeKib > 3 * MIB, "there is less than 3 GiB of memory");
  }

  private static void expectError(Outcome outcome, String message) {
    List<String> errors = outcome.stderr().lines().filter(l -> l.contains("error: ")).toList();
    assertEquals(1, errors.size(), outcome::toString);
    assertTrue(
        outcome.stderr().endsWith(errors.getFirst() + "\n")
            && errors.getFirst().matches("rav1e-by-gop: error: " + message),
        outcome::toString);
  }

  /// Encoders wait at it.
  private RandomAccessFile gate() throws IOException {
    Path gate = scratch.resolve("gate");
    new Run("mkfifo", gate).toEnd().expectCode(0);
    return new RandomAccessFile(gate.toFile(), "rw");
  }

  /// The first run is the trial before the work begins.
  private Path gatedEncoder() throws IOException {
    return new BadEncoder(IMAGE, scratch)
        .script(
            "encoder",
            """
            case $1 in --version | --help) exec REAL "$@" ;; esac
            mkdir DIR/tried 2>/dev/null || read x <DIR/gate
            exec REAL "$@"
            """);
  }

  private Path output() {
    return scratch.resolve("out.ivf");
  }

  /// Four GOPs of 12 frames and one of 5.
  private static Run encode(Run launcher, Path output) throws IOException {
    return launcher
        .and(IMAGE.launcher(), Clips.small(53).toAbsolutePath(), "-o", output, "--speed", 10)
        .and("--splitter", "fixed", "--keyint", 12);
  }
}
