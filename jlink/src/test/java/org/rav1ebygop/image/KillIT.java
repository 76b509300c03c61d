package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run that is killed at any moment, and resumed, and killed again, makes the same film in the
/// end, makes no finished GOP twice, and leaves no process and no file behind.
///
/// `-Dkill.count` says how many runs to kill, `-Dkill.seed` repeats the choices of another time.
class KillIT {
  @TempDir Path scratch;

  @Test
  void aRunKilledAtAnyMomentLosesNothingThatIsFinished() throws Exception {
    long seed = Long.getLong("kill.seed", System.nanoTime() & 0xffff_ffffL);
    int count = Integer.getInteger("kill.count", 20);
    boolean exact = canTrace();
    var campaign = new KillCampaign(Image.built(), scratch.toRealPath(), seed, exact);
    List<String> faults = campaign.run(count);
    KillCampaign.say("done: " + campaign.summary());
    assertTrue(faults.isEmpty(), () -> campaign.summary() + "\n" + String.join("\n\n", faults));
  }

  /// Containers may forbid it, and other systems do not have it.
  private static boolean canTrace() throws IOException {
    String reason;
    try {
      Outcome outcome = new Run("env").and(KillPoint.tracer().toArray()).and("true").toEnd();
      reason = outcome.code() == 0 ? "" : outcome.stderr().strip();
    } catch (IOException e) {
      reason = String.valueOf(e.getMessage());
    }
    if (!reason.isEmpty()) {
      KillCampaign.say("strace cannot be used here, all kills are at random times: " + reason);
    }
    return reason.isEmpty();
  }
}
