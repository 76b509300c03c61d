package org.rav1ebygop.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JobRecordTest {
  private static final String TIME = "2026-01-02T03:04:05";

  @Test
  void onlyTheTimeOfChangeIsNoDifferenceOfJobs() {
    JobRecord earlier = file(TIME + ".250Z", "a");
    assertEquals(List.of(), earlier.differences(file(TIME + "Z", "a")));
    assertEquals(earlier.id(), file(TIME + "Z", "a").id());
    assertNotEquals(earlier.id(), file(TIME + ".250Z", "b").id());
  }

  /// As archives leave it.
  @Test
  void aTimeThatLostItsFractionIsToldInFull() {
    assertEquals(
        "the input is of 2026-01-02T03:04:05Z, was of 2026-01-02T03:04:05.250Z in the earlier run",
        file(TIME + ".250Z", "a").rewritten(file(TIME + "Z", "a")));
  }

  @Test
  void otherContentIsToldWithItsSizeAndTime() {
    assertEquals(
        List.of(
            "the input was 1,000 bytes of 2026-01-02 03:04:05 UTC, is 1,000 other bytes of 2026-01-02 03:04:05 UTC"),
        file(TIME + "Z", "a").differences(file(TIME + "Z", "b")));
  }

  @Test
  void aPipeHasNoSizeToTell() {
    var pipe = new JobRecord(new TreeMap<>(Map.of(JobRecord.SOURCE, JobRecord.PIPE)));
    assertEquals(List.of("source was file, is pipe"), file(TIME + "Z", "a").differences(pipe));
  }

  /// Written by somebody else, with a checksum that is right.
  @Test
  void aSizeThatIsNoNumberIsNotKnown() {
    JobRecord good = file(TIME + "Z", "a");
    for (String size : List.of("all", "-1", "", "99999999999999999999999")) {
      var facts = new TreeMap<>(good.facts());
      facts.put(JobRecord.SIZE, size);
      assertEquals(
          List.of(
              "the input was unknown bytes of 2026-01-02 03:04:05 UTC, is 1,000 bytes of 2026-01-02 03:04:05 UTC"),
          new JobRecord(facts).differences(good));
    }
  }

  private static JobRecord file(String changed, String samples) {
    return new JobRecord(
        new TreeMap<>(
            Map.of(
                JobRecord.SOURCE,
                JobRecord.FILE,
                JobRecord.SIZE,
                "1000",
                JobRecord.CHANGED,
                changed,
                JobRecord.SAMPLES,
                samples)));
  }
}
