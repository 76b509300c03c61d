package org.rav1ebygop.y4m;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.ChromaPosition;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.ColorDescription;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.PixelRange;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.api.VideoFormat;

final class Y4mHeaderTest {
  @Test
  void readsAHeaderOfFfmpeg() throws Y4mException {
    var format =
        parse(
            "YUV4MPEG2 W1920 H1080 F30000:1001 Ip A1:1 C420mpeg2 XYSCSS=420MPEG2"
                + " XCOLORRANGE=LIMITED");
    assertEquals(
        new VideoFormat(
            new FrameLayout(1920, 1080, ChromaSampling.CS420, 8),
            new Rational(30000, 1001),
            Rational.ONE,
            ChromaPosition.VERTICAL,
            ColorDescription.ofRange(PixelRange.LIMITED)),
        format);
  }

  @Test
  void takesWhatIsMissingAsRav1eDoes() throws Y4mException {
    var format = parse("YUV4MPEG2 H3 W5");
    assertEquals(new FrameLayout(5, 3, ChromaSampling.CS420, 8), format.layout());
    assertEquals(new Rational(25, 1), format.frameRate());
    assertEquals(Rational.ONE, format.sampleAspectRatio());
    assertEquals(ChromaPosition.COLOCATED, format.chromaPosition());
    assertEquals(PixelRange.UNSPECIFIED, format.color().range());
  }

  @ParameterizedTest
  @CsvSource({
    "420jpeg, CS420, 8, UNKNOWN",
    "420paldv, CS420, 8, UNKNOWN",
    "420mpeg2, CS420, 8, VERTICAL",
    "420, CS420, 8, COLOCATED",
    "420p10, CS420, 10, COLOCATED",
    "420p12, CS420, 12, COLOCATED",
    "422, CS422, 8, COLOCATED",
    "422p10, CS422, 10, COLOCATED",
    "422p12, CS422, 12, COLOCATED",
    "444, CS444, 8, COLOCATED",
    "444p10, CS444, 10, COLOCATED",
    "444p12, CS444, 12, COLOCATED",
  })
  void readsEveryColourSpaceAsRav1eDoes(
      String tag, ChromaSampling sampling, int bitDepth, ChromaPosition position)
      throws Y4mException {
    var format = parse("YUV4MPEG2 W33 H19 F25:1 C" + tag);
    assertEquals(new FrameLayout(33, 19, sampling, bitDepth), format.layout());
    assertEquals(position, format.chromaPosition());
  }

  @Test
  void unknownAspectRatioMeansSquareSamples() throws Y4mException {
    assertEquals(Rational.ONE, parse("YUV4MPEG2 W2 H2 A0:0").sampleAspectRatio());
    assertEquals(new Rational(64, 45), parse("YUV4MPEG2 W2 H2 A64:45").sampleAspectRatio());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "YUV4MPEG2 W2 H2 XCOMMENT XCOMMENT X",
        "YUV4MPEG2  W2   H2  ",
        "YUV4MPEG2 W0000000002 H2 I?",
        "YUV4MPEG2 W2 H2 X\u00e9\u0001\u0000",
      })
  void readsWhatTheFormatAllows(String line) throws Y4mException {
    assertEquals(new FrameLayout(2, 2, ChromaSampling.CS420, 8), parse(line).layout());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\"                                 | 0  | YUV4MPEG2",
        "RIFF                               | 0  | YUV4MPEG2",
        "YUV4MPEG22 W2 H2                   | 9  | space",
        "YUV4MPEG2                          | 9  | no W tag",
        "YUV4MPEG2 W2                       | 12 | no H tag",
        "YUV4MPEG2 H2                       | 12 | no W tag",
        "YUV4MPEG2 W0 H2                    | 10 | 'W0' is not a size",
        "YUV4MPEG2 W2 H65537                | 13 | 'H65537' is not a size",
        "YUV4MPEG2 W99999999999 H2          | 10 | is not a size",
        "YUV4MPEG2 W+2 H2                   | 10 | 'W+2' is not a size",
        "YUV4MPEG2 W H2                     | 10 | 'W' is not a size",
        "YUV4MPEG2 W2 H2 W2                 | 16 | second W",
        "YUV4MPEG2 W2 H2 C420 C420          | 21 | second C",
        "YUV4MPEG2 W2 H2 F0:0               | 16 | 'F0:0' is not a ratio",
        "YUV4MPEG2 W2 H2 F25                | 16 | 'F25' is not a ratio",
        "YUV4MPEG2 W2 H2 F25:0              | 16 | 'F25:0' is not a ratio",
        "YUV4MPEG2 W2 H2 F2147483648:1      | 16 | is not a ratio",
        "YUV4MPEG2 W2 H2 F25:1:1            | 16 | is not a ratio",
        "YUV4MPEG2 W2 H2 A0:1               | 16 | 'A0:1' is not a ratio",
        "YUV4MPEG2 W2 H2 It                 | 16 | interlaced",
        "YUV4MPEG2 W2 H2 Ib                 | 16 | interlaced",
        "YUV4MPEG2 W2 H2 Im                 | 16 | interlaced",
        "YUV4MPEG2 W2 H2 Iq                 | 16 | 'Iq' is no interlacing mode",
        "YUV4MPEG2 W2 H2 Cmono              | 16 | 'Cmono' is not among",
        "YUV4MPEG2 W2 H2 Cmono10            | 16 | 'Cmono10' is not among",
        "YUV4MPEG2 W2 H2 C411               | 16 | 'C411' is not among",
        "YUV4MPEG2 W2 H2 C444alpha          | 16 | 'C444alpha' is not among",
        "YUV4MPEG2 W2 H2 C420p9             | 16 | 'C420p9' is not among",
        "YUV4MPEG2 W2 H2 C422p14            | 16 | 'C422p14' is not among",
        "YUV4MPEG2 W2 H2 C444p16            | 16 | 'C444p16' is not among",
        "YUV4MPEG2 W2 H2 C                  | 16 | 'C' is not among",
        "YUV4MPEG2 W2 H2 Q1                 | 16 | 'Q1' is not a tag",
        "YUV4MPEG2 W2 H2 XCOLORRANGE=WIDE   | 16 | neither LIMITED nor FULL",
      })
  void refusesWithTheByteAndTheTag(String line, long offset, String part) {
    var refusal = assertThrows(Y4mException.class, () -> parse(line));
    assertEquals(offset, refusal.offset());
    assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
  }

  @Test
  void quotesGarbageOnOneShortLine() {
    var refusal =
        assertThrows(Y4mException.class, () -> parse("YUV4MPEG2 \r\t\u00ff" + "z".repeat(2000)));
    assertTrue(refusal.getMessage().matches("[ -~]{1,100}"), refusal.getMessage());
  }

  @Test
  void refusesALineOverTheLimitAndReadsOneOfIt() throws Y4mException {
    String start = "YUV4MPEG2 W2 H2 X";
    String longest = start + "x".repeat(Y4mHeader.MAX_LINE_BYTES - start.length());
    assertEquals(2, parse(longest).layout().width());
    var refusal = assertThrows(Y4mException.class, () -> parse(longest + "x"));
    assertEquals(Y4mHeader.MAX_LINE_BYTES, refusal.offset());
  }

  @Test
  void writesEveryFormatSoThatItReadsBack() throws Y4mException {
    var random = new Random(41);
    for (int i = 0; i < 20_000; i++) {
      VideoFormat format = format(random);
      VideoFormat back = parse(Y4mHeader.format(format));
      assertEquals(format.layout(), back.layout());
      assertEquals(format.frameRate(), back.frameRate());
      assertEquals(format.sampleAspectRatio(), back.sampleAspectRatio());
      assertEquals(format.color(), back.color());
      boolean carried =
          format.layout().sampling() == ChromaSampling.CS420 && format.layout().bitDepth() == 8;
      assertEquals(
          carried ? format.chromaPosition() : ChromaPosition.COLOCATED, back.chromaPosition());
      assertEquals(Y4mHeader.format(back), Y4mHeader.format(parse(Y4mHeader.format(back))));
    }
  }

  @Test
  void writesAsciiDigitsInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertEquals(
          "YUV4MPEG2 W33 H19 F50:2 Ip A4:3 C420p10 XCOLORRANGE=FULL",
          Y4mHeader.format(
              new VideoFormat(
                  new FrameLayout(33, 19, ChromaSampling.CS420, 10),
                  new Rational(50, 2),
                  new Rational(4, 3),
                  ChromaPosition.VERTICAL,
                  ColorDescription.ofRange(PixelRange.FULL))));
    } finally {
      Locale.setDefault(before);
    }
  }

  private static VideoFormat format(Random random) {
    Integer[] depths = {8, 10, 12};
    return new VideoFormat(
        new FrameLayout(
            1 + random.nextInt(FrameLayout.MAX_DIMENSION),
            1 + random.nextInt(FrameLayout.MAX_DIMENSION),
            oneOf(ChromaSampling.values(), random),
            oneOf(depths, random)),
        ratio(random),
        ratio(random),
        oneOf(ChromaPosition.values(), random),
        ColorDescription.ofRange(oneOf(PixelRange.values(), random)));
  }

  private static <T> T oneOf(T[] values, Random random) {
    return values[random.nextInt(values.length)];
  }

  private static Rational ratio(Random random) {
    return new Rational(
        Math.max(1, random.nextInt() >>> (1 + random.nextInt(31))), 1 + random.nextInt(1001));
  }

  private static VideoFormat parse(String line) throws Y4mException {
    return Y4mHeader.parse(line.getBytes(StandardCharsets.ISO_8859_1));
  }
}
