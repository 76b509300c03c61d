package org.rav1ebygop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Rational;

class ForcedMomentTest {
  private static final Rational FILM = new Rational(24000, 1001);

  @TempDir Path scratch;

  /// Frame n is shown at n / rate seconds, so frame 250 of 24000/1001 at 10.42708333.
  @ParameterizedTest
  @CsvSource({
    "0, 24, 1, 0",
    "250, 24, 1, 250",
    "1s, 24, 1, 24",
    "1.0s, 24, 1, 24",
    "1.0001s, 24, 1, 25",
    "0:01, 24, 1, 24",
    "1:30, 25, 1, 2250",
    "90s, 25, 1, 2250",
    "00:01:30.5, 24, 1, 2172",
    "90:00, 25, 1, 135000",
    "1:30:00, 25, 1, 135000",
    "10.427s, 24000, 1001, 250",
    "10.427083334s, 24000, 1001, 251",
    "10.427083333s, 24000, 1001, 250",
    "1s, 24000, 1001, 24",
    "0.04s, 30000, 1001, 2",
    "0s, 30000, 1001, 0",
    "0.000000001s, 1, 1000, 1",
  })
  void aMomentIsTheFirstFrameAtOrAfterIt(String text, int numerator, int denominator, long frame) {
    var moment = ForcedMoment.list(text).getFirst();
    assertEquals(frame, moment.frame(new Rational(numerator, denominator)));
  }

  @Test
  void momentsAreListedInAnyOrder() {
    assertEquals(List.of(480L, 0L, 250L), frames("20s, 0,250"));
  }

  @Test
  void aFileMayListThem() throws IOException {
    Path file = Files.writeString(scratch.resolve("chapters"), "0:10 # two\n\n250,20s\r\n# end\n");
    assertEquals(List.of(240L, 250L, 480L), frames("@" + file));
  }

  @Test
  void whatIsWrongInAFileIsFound() throws IOException {
    Path file = Files.writeString(scratch.resolve("chapters"), "0:10\n0:1O\n");
    assertEquals(
        file
            + ", line 2: '0:1O' is neither a frame number nor a time such as 90s, 1:30 or 0:01:30.5",
        refusal("@" + file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12:75    | --force-keyframes: 12:75 is no time, minutes and seconds go up to 59",
        "1:60:00  | --force-keyframes: 1:60:00 is no time, minutes and seconds go up to 59",
        "-5       | --force-keyframes: '-5' is neither a frame number nor a time such as 90s, 1:30 or 0:01:30.5",
        "1.5      | --force-keyframes: '1.5' is neither a frame number nor a time such as 90s, 1:30 or 0:01:30.5",
        "1h       | --force-keyframes: '1h' is neither a frame number nor a time such as 90s, 1:30 or 0:01:30.5",
        "," + "        | --force-keyframes , names no keyframes",
        "2147483648 | --force-keyframes: 2147483648 is after the last possible frame, 2147483647",
        "999999999s | --force-keyframes: 999999999s is after the last possible frame, 2147483647",
        "@/no/such/file | --force-keyframes: there is no file /no/such/file",
      })
  void whatIsNoMomentIsRefused(String text, String message) {
    assertEquals(message, refusal(text));
  }

  @Test
  void aFileThatIsNoListIsNotReadWhole() throws IOException {
    Path file = Files.write(scratch.resolve("film"), new byte[(1 << 20) + 1]);
    assertEquals(
        "--force-keyframes: " + file + " is longer than 1048576 bytes", refusal("@" + file));
  }

  private static List<Long> frames(String option) {
    var rate = new Rational(24, 1);
    return ForcedMoment.list(option).stream().map(moment -> moment.frame(rate)).toList();
  }

  private static String refusal(String option) {
    var refusal =
        assertThrows(
            GopException.class,
            () -> ForcedMoment.list(option).forEach(moment -> moment.frame(FILM)));
    assertEquals(GopException.Kind.USAGE, refusal.kind());
    return refusal.getMessage();
  }
}
