package org.rav1ebygop.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.ChromaPosition;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.ColorDescription;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.engine.job.FrameTypeCount;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.engine.job.SetAside;

class SummaryTest {
  private static final VideoFormat FORMAT =
      new VideoFormat(
          new FrameLayout(64, 64, ChromaSampling.CS420, 8),
          new Rational(25, 1),
          Rational.ONE,
          ChromaPosition.UNKNOWN,
          ColorDescription.UNSPECIFIED);

  @Test
  void aWholeFilmEndsWithTheProof() {
    var film =
        new JobResult.Complete(
            List.of(new Gop(0, 0, 60), new Gop(1, 60, 40)),
            50_000,
            List.of(
                new FrameTypeCount("key", 2, 10_000, 51.25),
                new FrameTypeCount("inter", 98, 40_000, 113.9)),
            60,
            true,
            Duration.ofSeconds(8));
    assertEquals(
        """
        Encoded 100 frames in 0:08, 5.00 fps, 100 kb/s, size: 50.0 kB
          60 of them by an earlier run

          frame type     frames average size       QP
          key                 2      5.00 kB     51.3
          inter              98        408 B    113.9

          2 GOPs of 40 to 60 frames, 50.0 on average

        Complete and verified: 100 frames in, 100 out, the file read back -> film.ivf
        """,
        printed(summary -> summary.complete(film, List.of(), "film.ivf")));
  }

  @Test
  void whatIsMissingIsNamedAndTheLastLineSaysSo() {
    var film =
        new JobResult.Incomplete(
            List.of(
                new SetAside(
                    1, 60, 12, "rav1e crashed", Path.of("a.gops", "gop-000001.attempt-3.log")),
                new SetAside(3, 90, 1, "rav1e hung", null),
                new SetAside(4, 91, -1, "rav1e crashed", null)),
            100,
            70,
            Duration.ofSeconds(8));
    assertEquals(
        """
        GOP 1 (frames 60-71) failed and was skipped: rav1e crashed; see a.gops/gop-000001.attempt-3.log
        GOP 3 (frames 90-90) failed and was skipped: rav1e hung
        GOP 4 (from frame 91) failed and was skipped: rav1e crashed
        INCOMPLETE: 70 of 100 frames encoded, 3 GOPs missing; run again with --resume to try only those
        """,
        printed(summary -> summary.incomplete(film, List.of(), "--resume")));
  }

  private static String printed(Consumer<Summary> printing) {
    var bytes = new ByteArrayOutputStream();
    printing.accept(new Summary(new PrintStream(bytes, true, UTF_8), FORMAT));
    return bytes.toString(UTF_8);
  }
}
