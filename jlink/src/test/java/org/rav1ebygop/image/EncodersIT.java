package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Films by the encoders that come as plugins: what holds for rav1e holds for them.
class EncodersIT {
  private static final Image IMAGE = Image.built();
  private static final List<Integer> KEYFRAMES = List.of(0, 6, 12, 18, 24);

  @TempDir Path scratch;

  @ParameterizedTest
  @CsvSource({"svt-av1, SvtAv1EncApp", "aomenc, aomenc"})
  void theFilmHasTheSameBytesForAnySlotsHereOrElsewhereAndAfterAResume(
      String encoder, String program) throws Exception {
    Path one = scratch.resolve("one.ivf");
    Path two = scratch.resolve("two.ivf");
    Path resumed = scratch.resolve("resumed.ivf");
    encode(encoder, one).and("--local-workers", 1).toEnd().expectCode(0);
    encode(encoder, two).and("--local-workers", 2, "--threads", 2).toEnd().expectCode(0);
    assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(two));

    Run broken = encode(encoder, resumed).and("--max-tries", 1);
    Outcome left = broken.and("--encoder-option", "path=" + failing(program)).toEnd();
    left.expectCode(4);
    assertTrue(left.stderr().contains("out of order"), left::toString);
    encode(encoder, resumed).and("--resume").toEnd().expectCode(0);
    assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(resumed));

    Path remote = scratch.resolve("remote.ivf");
    try (RunningWorker worker = RunningWorker.start(Map.of(), "--threads", 2)) {
      Path list = Files.writeString(scratch.resolve("workers.toml"), worker.toml(""));
      encode(encoder, remote).and("--workers", list, "--no-local").toEnd().expectCode(0);
    }
    assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(remote));

    assertEquals(KEYFRAMES, Ivf.of(one).keyframes());
    assertEquals(26, Tools.decoded(one, scratch.resolve("decoded.y4m")).frames());
    Outcome verified = IMAGE.run("verify", one, "--against", LeftJob.film()).toEnd().expectCode(0);
    assertTrue(verified.stdout().contains("one sequence header"), verified::toString);
  }

  @ParameterizedTest
  @CsvSource({"svt-av1, tune=9, 0 to 3", "aomenc, tune=vmaf, psnr or ssim"})
  void aWrongOptionIsRefusedBeforeAnythingIsBegun(String encoder, String option, String words)
      throws IOException {
    Path output = scratch.resolve("none.ivf");
    Outcome outcome = encode(encoder, output).and("--encoder-option", option).toEnd();
    assertTrue(outcome.expectCode(2).stderr().contains(words), outcome::toString);
    assertTrue(Files.notExists(output) && Files.notExists(scratch.resolve("none.ivf.gops")));
  }

  private static Run encode(String encoder, Path output) throws IOException {
    return IMAGE
        .run(LeftJob.film(), "-o", output, "--encoder", encoder, "--speed", 10)
        .and("--splitter", "fixed", "--min-keyint", 6, "--keyint", 6, "--verify", "decode");
  }

  /// A program that fails at the GOP of two frames, but not at the trial with one.
  private Path failing(String program) throws IOException {
    Path script = scratch.resolve("failing-" + program);
    Files.writeString(
        script,
        """
        #!/bin/sh
        case $1 in --version | --help) exec PROGRAM "$@" ;; esac
        film=$0.$$
        cat >$film
        size=$(wc -c <$film)
        if [ $size -gt 20000 ] && [ $size -lt 50000 ]; then echo 'Error: out of order' >&2; exit 3; fi
        PROGRAM "$@" <$film
        """
            .replace("PROGRAM", program));
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }
}
