package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A run that is killed at any moment, and resumed, and killed again, makes the same film in the
/// end, makes no finished GOP twice, and leaves no process and no file behind.
///
/// `-Dkill.count` says how many runs to kill, `-Dkill.seed` makes other choices.
@Timeout(value = 1, unit = TimeUnit.DAYS)
@Tag("waits")
class KillIT {
  @TempDir Path scratch;

  @Test
  void aRunKilledAtAnyMomentLosesNothingThatIsFinished() throws IOException, InterruptedException {
    long seed = Long.getLong("kill.seed", 20261130);
    int count = Integer.getInteger("kill.count", 20);
    String reason = Strace.whyNot();
    if (!reason.isEmpty()) {
      KillCampaign.say("strace cannot be used here, all kills are at random times: " + reason);
    }
    var campaign = new KillCampaign(Image.built(), scratch.toRealPath(), seed, reason.isEmpty());
    List<String> faults = campaign.run(count);
    KillCampaign.say("done: " + campaign.summary());
    assertTrue(faults.isEmpty(), () -> campaign.summary() + "\n" + String.join("\n\n", faults));
  }
}
