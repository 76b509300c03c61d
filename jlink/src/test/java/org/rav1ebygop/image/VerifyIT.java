package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;

/// GOPs that are decoded before they are done, and films that are looked at when they are finished.
class VerifyIT {
  private static final Image IMAGE = Image.built();

  /// Bytes of a frame of [Clips#small] with its line.
  private static final int FRAME_BYTES = 192 * 108 * 3 / 2 + 6;

  @TempDir Path scratch = Path.of("");

  /// In its first attempt the encoder makes a valid GOP of the right length of: the frames in
  /// another order, those of the GOP before, or the right ones but for the last.
  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      textBlock =
          """
          rotated  @ head -n 1 $film; tail -c $((FRAME*8)) $film; tail -c +$((HEAD+1)) $film | head -c $((FRAME*4))
          previous @ cat DIR/last
          lastGone @ head -c $((HEAD+FRAME*11)) $film; tail -c +$((HEAD+1)) $film | head -c FRAME
          """)
  void aValidGopOfOtherFramesIsEncodedAgain(String name, String other) throws IOException {
    Path film = film();
    Path right = scratch.resolve("right.ivf");
    encode(film, right).toEnd().expectCode(0);
    Path output = scratch.resolve("out.ivf");
    Path encoder =
        encoder(film, "if mkdir $film.seen; then { " + other + "; } | REAL \"$@\"; exit; fi");

    Outcome outcome =
        encode(film, output).and("--verify", "decode", "--rav1e", encoder, "-v").toEnd();
    outcome.expectCode(0);
    assertEquals(3, lines(outcome, "is decoded as another picture"), outcome::toString);
    assertEquals(-1, Files.mismatch(right, output), outcome::toString);
  }

  /// What is hard to encode, at both ends of the quantizer.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          noise | nullsrc=s=64x64,geq=random(1)*255:128:128                 | yuv420p     | 255
          noise | nullsrc=s=64x64,geq=random(1)*255:128:128                 | yuv420p     | 1
          dark  | color=c=0x060606:s=64x64,noise=alls=3:allf=t              | yuv420p     | 200
          fade  | testsrc2=s=64x64,fade=in:0:12                             | yuv420p10le | 255
          tiny  | testsrc2=s=16x16                                          | yuv444p12le | 255
          """)
  void anHonestEncodeIsAccepted(String name, String graph, String pixels, int quantizer)
      throws IOException {
    Path film = Clips.ffmpeg("verify-" + name, graph, 12, pixels);
    Path output = scratch.resolve("out.ivf");
    encode(film, output)
        .and("--verify", "decode", "-q", quantizer, "--max-tries", 1)
        .toEnd()
        .expectCode(0);
    IMAGE.run("verify", output, "--against", film).toEnd().expectCode(0);
  }

  @Test
  void withoutADecoderDecodingIsRefusedBeforeAnythingStarts() throws IOException {
    Path output = scratch.resolve("out.ivf");
    Outcome refused =
        encode(film(), output).and("--verify", "decode", "--dav1d", "/no/dav1d").toEnd();
    refused.expectCode(5);
    assertEquals(1, refused.stderr().lines().count(), refused::toString);
    assertTrue(
        refused.stderr().contains("--dav1d names /no/dav1d, which does not exist"),
        refused::toString);
    assertEquals(List.of(), Tools.names(scratch));
  }

  @Test
  void withoutADecoderTheStructureIsVerifiedAndThatIsSaid() throws IOException {
    Outcome outcome =
        new Run(IMAGE.java().toString(), "-Drav1ebygop.dav1d=/no/dav1d", "-m")
            .and("org.rav1ebygop.cli/org.rav1ebygop.cli.Main", film(), "--speed", 9)
            .and("-o", scratch.resolve("out.ivf"), "--rav1e", Tools.rav1e(IMAGE))
            .toEnd()
            .expectCode(0);
    assertEquals(1, lines(outcome, "by their structure only, nothing decodes them"));
  }

  @Test
  void aFinishedFilmIsProvenAgainstItsSource() throws IOException {
    Path output = scratch.resolve("out.ivf");
    encode(film(), output).toEnd().expectCode(0);
    Outcome good = IMAGE.run("verify", output, "--against", film()).toEnd().expectCode(0);
    assertTrue(good.stdout().contains("key frames  3, at 0, 12, 24"), good::toString);
    assertTrue(good.stdout().contains("PSNR        y "), good::toString);
    assertEquals(
        "Good: 36 frames, every one decoded and that of " + film(),
        good.stdout().lines().toList().getLast());

    Path other = Clips.small(36, 3, 15, 30);
    Outcome differs = IMAGE.run("verify", output, "--against", other).toEnd().expectCode(4);
    assertEquals(
        "Differs from %s: frame 3 is another picture".formatted(other),
        differs.stdout().lines().toList().getLast());
    IMAGE.run("verify", output, "--against", Clips.small(12)).toEnd().expectCode(4);
    FrameLayout larger = new FrameLayout(192, 110, ChromaSampling.CS420, 8);
    IMAGE.run("verify", output, "--against", Clips.synthetic(larger, 12)).toEnd().expectCode(4);
  }

  @Test
  void aDamagedFilmIsNamed() throws IOException {
    Path output = scratch.resolve("out.ivf");
    encode(film(), output).toEnd().expectCode(0);
    byte[] film = Files.readAllBytes(output);
    Path cut = Files.write(scratch.resolve("cut.ivf"), Arrays.copyOf(film, film.length - 5));
    assertTrue(damage(cut).contains("cut.ivf is damaged: after 35 packets: byte "), damage(cut));

    byte[] bad = film.clone();
    // the coded tiles of the first packet, behind its headers
    Arrays.fill(bad, 150, 900, (byte) 0x55);
    assertTrue(damage(Files.write(scratch.resolve("bad.ivf"), bad)).contains("bad.ivf is damaged"));
  }

  @ParameterizedTest
  @CsvSource({
    "none.ivf, there is no file none.ivf, 3",
    "folder, folder is a folder, 3",
    "empty, empty is empty, 3",
    "text, text is no AV1 film that can be verified, 3",
    "--agianst, did you mean --against?, 2",
  })
  void whatIsNoFilmIsRefusedInOneLine(String argument, String told, int code) throws IOException {
    Files.createDirectory(scratch.resolve("folder"));
    Files.createFile(scratch.resolve("empty"));
    Files.writeString(scratch.resolve("text"), "just some text");
    Outcome outcome = IMAGE.run("verify", argument).in(scratch).toEnd().expectCode(code);
    assertEquals(1, outcome.stderr().lines().count(), outcome::toString);
    assertTrue(outcome.stderr().contains(told), outcome::toString);
    assertEquals("", outcome.stdout());
  }

  @Test
  void theDecoderOfTheImageNeedsNothingOfTheMachine() throws IOException {
    Path decoder = IMAGE.home().resolve("lib/dav1d/dav1d");
    if (!Files.exists(decoder)) {
      return; // none could be fetched
    }
    Path output = scratch.resolve("out.ivf");
    encode(film(), output).toEnd().expectCode(0);
    Outcome alone = IMAGE.run("verify", output).with("PATH", "/nowhere").toEnd().expectCode(0);
    assertTrue(alone.stdout().contains("decoded     36 frames by dav1d"), alone::toString);
  }

  private static String damage(Path film) throws IOException {
    Outcome outcome = IMAGE.run("verify", film).toEnd().expectCode(3);
    assertEquals(1, outcome.stderr().lines().count(), outcome::toString);
    return outcome.stderr();
  }

  /// Three GOPs of 12 frames, with cuts inside.
  private static Path film() throws IOException {
    return Clips.small(36, 6, 16, 30);
  }

  private static Run encode(Path film, Path output) {
    return IMAGE
        .run(film, "-o", output, "--speed", 10)
        .and("--splitter", "fixed", "--keyint", 12, "--local-workers", 1);
  }

  /// A rav1e that does something of its own before it encodes a GOP, whose y4m is in `$film`; the
  /// one it was given before is in `DIR/last`.
  private Path encoder(Path film, String before) throws IOException {
    String real = new Run("sh", "-c", "command -v " + Tools.rav1e(IMAGE)).toEnd().stdout().strip();
    long head = Files.size(film) - 36L * FRAME_BYTES;
    String body =
        """
        #!/bin/sh
        case $1 in --version | --help) exec REAL "$@" ;; esac
        cat >DIR/new
        film=DIR/gop-$(cksum <DIR/new | tr ' ' -)
        mv DIR/new $film
        [ $(wc -c <$film) -gt 100000 ] || exec REAL "$@" <$film
        [ -e DIR/last ] || { head -n 1 $film; tail -c +$((HEAD+1)) $film | tail -c $((FRAME*6)); tail -c $((FRAME*6)) $film; } >DIR/last
        %s
        REAL "$@" <$film
        code=$?
        cp $film DIR/last
        exit $code
        """
            .formatted(before);
    Path script =
        Files.writeString(
            scratch.resolve("encoder"),
            body.replace("REAL", real)
                .replace("DIR", scratch.toString())
                .replace("FRAME", "" + FRAME_BYTES)
                .replace("HEAD", "" + head));
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private static long lines(Outcome outcome, String text) {
    return outcome.stderr().lines().filter(line -> line.contains(text)).count();
  }
}
