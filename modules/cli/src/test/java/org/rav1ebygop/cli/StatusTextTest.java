package org.rav1ebygop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.ChromaPosition;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.ColorDescription;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.job.JobStatus;
import org.rav1ebygop.engine.job.SlotStatus;

class StatusTextTest {
  private static final VideoFormat FORMAT =
      new VideoFormat(
          new FrameLayout(64, 64, ChromaSampling.CS420, 8),
          new Rational(25, 1),
          Rational.ONE,
          ChromaPosition.UNKNOWN,
          ColorDescription.UNSPECIFIED);
  private static final StatusText TEXT = new StatusText(FORMAT);

  @Test
  void aJobInOneLine() {
    var status = new JobStatus(200, 200, 5, 1, 50, 0, 25_000, List.of(), List.of());
    assertEquals(
        " 25% 50/200 frames, 1/5 GOPs, 5.00 fps, 100 kb/s, 0:10, ETA 0:30",
        TEXT.overall(status, Duration.ofSeconds(10)));
  }

  @Test
  void framesOfAnEarlierRunMakeThisOneNoFaster() {
    var status = new JobStatus(200, 200, 5, 3, 150, 100, 75_000, List.of(), List.of());
    assertEquals(
        " 75% 150/200 frames, 3/5 GOPs, 5.00 fps, 100 kb/s, 0:10, ETA 0:10",
        TEXT.overall(status, Duration.ofSeconds(10)));
  }

  @Test
  void ofAPipeTheEndIsNotKnown() {
    var status = new JobStatus(-1, 80, 2, 0, 10, 0, 5_000, List.of(), List.of());
    assertEquals(
        "10/? frames, 80 analysed, 0/2 GOPs, 1.00 fps, 100 kb/s, 0:10",
        TEXT.overall(status, Duration.ofSeconds(10)));
  }

  @Test
  void ofADecodedFilmTheEndIsGuessedUntilItIsKnown() {
    var text = new StatusText(FORMAT, 200);
    var status = new JobStatus(-1, 80, 2, 0, 50, 0, 0, List.of(), List.of());
    assertEquals(
        " 25% 50/~200 frames, 80 analysed, 0/2 GOPs, 5.00 fps, 0 kb/s, 0:10, ETA 0:30",
        text.overall(status, Duration.ofSeconds(10)));
    var longer = new JobStatus(-1, 210, 2, 0, 105, 0, 0, List.of(), List.of());
    assertEquals(
        " 50% 105/~210 frames, 210 analysed, 0/2 GOPs, 10.5 fps, 0 kb/s, 0:10, ETA 0:10",
        text.overall(longer, Duration.ofSeconds(10)));
    var known = new JobStatus(100, 100, 2, 0, 50, 0, 0, List.of(), List.of());
    assertEquals(
        " 50% 50/100 frames, 0/2 GOPs, 5.00 fps, 0 kb/s, 0:10, ETA 0:10",
        text.overall(known, Duration.ofSeconds(10)));
  }

  @Test
  void beforeTheFirstFrameNothingIsMadeUp() {
    var status = new JobStatus(200, 0, 0, 0, 0, 0, 0, List.of(), List.of());
    assertEquals(
        "  0% 0/200 frames, 0 analysed, 0/0 GOPs, 0.00 fps, 0:00",
        TEXT.overall(status, Duration.ZERO));
  }

  @Test
  void inANarrowWindowWhatMattersMostStays() {
    var status = new JobStatus(200, 100, 5, 1, 50, 0, 25_000, List.of(), List.of());
    Map<Integer, String> lines =
        Map.of(
            78, " 25% 50/200 frames, 100 analysed, 1/5 GOPs, 5.00 fps, 100 kb/s, 0:10, ETA 0:30",
            77, " 25% 50/200 frames, 1/5 GOPs, 5.00 fps, 100 kb/s, 0:10, ETA 0:30",
            50, " 25% 50/200 frames, 5.00 fps, 0:10, ETA 0:30",
            40, " 25% 50/200 frames, 5.00 fps, ETA 0:30",
            20, " 25% 50/200 frames",
            10, " 25% 50/200 frames");
    lines.forEach((columns, line) ->
        assertEquals(line, TEXT.overall(status, Duration.ofSeconds(10), columns)));
  }

  @Test
  void inANarrowWindowTheBarIsShorterOrNotThere() {
    var slot =
        status(new SlotStatus(new Slot("local", 2), 7, 1, 48, 24, 12, Duration.ofSeconds(2)));
    Map<Integer, String> lines =
        Map.of(
            72, "  local/2    GOP 7     [######------            ]    12/48      6.00 fps",
            60, "  local/2    GOP 7     [###---      ]    12/48      6.00 fps",
            54, "  local/2    GOP 7     [#--   ]    12/48      6.00 fps",
            53, "  local/2 GOP 7 12/48 6.00 fps");
    lines.forEach((columns, line) -> assertEquals(List.of(line), TEXT.slots(slot, columns)));
  }

  @Test
  void aLineForEachSlotShowsWhatIsSentAndWhatCameBack() {
    var slot = new Slot("local", 2);
    assertEquals(
        List.of(
            "  local/2    GOP 7     [######------            ]    12/48      6.00 fps",
            "  local/2    GOP 8     [                        ]     3/?       1.50 fps, attempt 2",
            "  local/2    GOP 9     [########################]    10/10      5.00 fps"),
        TEXT.slots(
            status(
                new SlotStatus(slot, 7, 1, 48, 24, 12, Duration.ofSeconds(2)),
                new SlotStatus(slot, 8, 2, -1, 9, 3, Duration.ofSeconds(2)),
                new SlotStatus(slot, 9, 1, 10, 10, 10, Duration.ofSeconds(2))),
            100));
  }

  /// Encoders may take in more than was promised, or give back before all is counted.
  @Test
  void theBarStaysInItsFrame() {
    var slot = new Slot("local", 1);
    for (int sent : new int[] {0, 5, 10, 11}) {
      for (int received : new int[] {0, 5, 10}) {
        String line =
            TEXT.slots(status(new SlotStatus(slot, 1, 1, 10, sent, received, Duration.ZERO)), 80)
                .getFirst();
        assertTrue(line.matches(".*\\[[# -]{24}] .*"), line);
      }
    }
  }

  private static JobStatus status(SlotStatus... slots) {
    return new JobStatus(100, 100, 10, 0, 0, 0, 0, List.of(slots), List.of());
  }
}
