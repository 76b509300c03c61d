package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The same bits as one rav1e.
class BitIdentityIT {
  private static final Image IMAGE = Image.built();

  @TempDir Path scratch;

  @ParameterizedTest
  @ValueSource(strings = {"--speed 10", "--speed 6 --quantizer 60", "--speed 8 --tiles 2"})
  void everyGopIsWhatRav1eMakesOfItByHand(String options) throws IOException {
    Path film = cuts();
    Ivf made = ours(film, words(options));
    assertTrue(made.keyframes().size() > 1, () -> "keyframes " + made.keyframes());
    for (int keyframe : made.keyframes()) {
      made.expectSamePackets(
          keyframe,
          Tools.encoded(
              IMAGE,
              film,
              scratch.resolve("gop.ivf"),
              words(
                  String.format(
                      Locale.ROOT,
                      "%s --skip %d --limit %d --no-scene-detection --keyint 0",
                      options,
                      keyframe,
                      made.gopLength(keyframe)))));
    }
  }

  /// Cuts so hard that there is only one opinion about them; the assertion about keyframes says
  /// when this is no longer so.
  @ParameterizedTest
  @ValueSource(
      strings = {"--speed 10", "--speed 6 --quantizer 60", "--speed 10 --keyint 24 --min-keyint 4"})
  void withItsKeyframesAWholeFilmIsWhatOneRav1eMakes(String options) throws IOException {
    expectSameFilm(cuts(), words(options));
  }

  @Test
  void theFilmOfTheDemoIsWhatOneRav1eMakes() throws IOException {
    Ivf made = expectSameFilm(demo(), words("--speed 10"));
    assertEquals(List.of(0, 57, 150), made.keyframes());
  }

  private Ivf expectSameFilm(Path film, Object[] options) throws IOException {
    Ivf single = Tools.encoded(IMAGE, film, scratch.resolve("single.ivf"), options);
    Ivf made = ours(film, options);
    assertTrue(made.keyframes().size() > 1, () -> "keyframes " + made.keyframes());
    assertEquals(single.keyframes(), made.keyframes());
    assertEquals(single.packets().size(), made.packets().size());
    made.expectSamePackets(0, single);
    return made;
  }

  private Ivf ours(Path film, Object... options) throws IOException {
    Path output = scratch.resolve("ours.ivf");
    IMAGE.run(film, "-o", output, "--overwrite").and(options).toEnd().expectCode(0);
    return Ivf.of(output);
  }

  /// Four shots of 90 frames in all, with cuts before the frames 30, 55 and 80.
  private static Path cuts() throws IOException {
    return Clips.lavfi(
        "cuts",
        "testsrc2=s=128x72:r=25:d=1.2[a];mandelbrot=s=128x72:r=25,trim=duration=1.0[b];"
            + "testsrc2=s=128x72:r=25:d=1.0,negate[c];mandelbrot=s=128x72:r=25:start_scale=1,trim=duration=0.4[d];"
            + "[a][b][c][d]concat=n=4",
        90);
  }

  private static Path demo() throws IOException {
    return Clips.converted(
        "demo",
        Path.of("src/demo/big-buck-bunny.ivf"),
        "-vf",
        "scale=192:108:flags=area",
        "-pix_fmt",
        "yuv420p");
  }

  private static Object[] words(String options) {
    return options.split(" ", -1);
  }
}
