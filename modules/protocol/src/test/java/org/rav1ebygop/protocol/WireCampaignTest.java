package org.rav1ebygop.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients and workers that know the password and do harm. `./dev fuzz` has them say a million
/// messages each. What each campaign measures is in the output of the build.
@Tag("waits")
class WireCampaignTest {
  private static final long MESSAGES = Long.getLong("wire.messages", 1000);
  private static final long SEED = Long.getLong("wire.seed", 1);

  /// A quarter of it is for packets that clients do not take, three eighths for those that workers
  /// send in part.
  private static final String HEAP = "-Xmx96m";

  @ParameterizedTest
  @ValueSource(strings = {"clients", "workers"})
  void noHarmIsDone(String whose) throws Exception {
    Path target = Path.of(System.getProperty("basedir", "."), "target");
    String classes =
        String.join(
            System.getProperty("path.separator"),
            target.resolve("test-classes").toString(),
            target.resolve("classes").toString(),
            System.getProperty("jdk.module.path", ""),
            System.getProperty("java.class.path"));
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            HEAP,
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            classes,
            WireCampaign.class.getName(),
            whose,
            Long.toString(MESSAGES),
            Long.toString(SEED));
    Process campaign = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(campaign.getInputStream().readAllBytes(), UTF_8);
    System.out.println(said);
    assertEquals(0, campaign.waitFor(), () -> "seed " + SEED + ": " + said);
  }
}
