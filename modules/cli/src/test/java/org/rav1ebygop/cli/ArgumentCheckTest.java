package org.rav1ebygop.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.rvesse.airline.SingleCommand;
import com.github.rvesse.airline.parser.errors.ParseException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.GopException;

class ArgumentCheckTest {
  private final SingleCommand<EncodeCommand> parser =
      SingleCommand.singleCommand(EncodeCommand.class);
  private final ArgumentCheck check = new ArgumentCheck(parser.getCommandMetadata());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "film.y4m -o film.ivf",
        "- -o -",
        "-o film.ivf -s6 --speed=6 --speed 6 -v film.y4m",
        "-o film.ivf -- -film.y4m",
        "-o -film.ivf film.y4m",
        "film.y4m -s -1",
        "--encoder-option tune=psnr --encoder-option=a=b film.y4m",
        "-vV",
        "",
      })
  void whatIsRightPasses(String line) {
    assertDoesNotThrow(() -> check.check(words(line)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--sped 6        | unknown option '--sped'; did you mean --speed?",
        "--key-int=5     | unknown option '--key-int'; did you mean --keyint?",
        "--something     | unknown option '--something'; see --help",
        "-x              | unknown option '-x'; see --help",
        "-vx             | unknown option '-vx'; see --help",
        "-film.y4m       | unknown option '-film.y4m'; see --help",
        "--crf 30        | unknown option '--crf'; use --quantizer, which is 0 to 255",
        "-crf 30         | unknown option '-crf'; use --quantizer, which is 0 to 255",
        "--preset=4      | unknown option '--preset'; use --speed, which is 0 to 10",
        "--force         | unknown option '--force'; use --overwrite",
        "--input x       | unknown option '--input'; the input needs no option: rav1e-by-gop INPUT -o OUTPUT",
        "film.y4m -o     | -o needs a value: -o file",
        "-o -v film.y4m  | -o needs a value: -o file",
        "--speed         | --speed needs a value: --speed 0-10",
      })
  void whatIsWrongIsSaid(String line, String message) {
    var refusal = assertThrows(GopException.class, () -> check.check(words(line)));
    assertEquals(GopException.Kind.USAGE, refusal.kind());
    assertEquals(message, refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "x --speed fast, --speed takes a whole number; not 'fast'",
    "x --speed=fast, --speed takes a whole number; not 'fast'",
    "x -sfast, -s takes a whole number; not 'fast'",
    "fast -s fast, -s takes a whole number; not 'fast'",
    "x --limit 1e3, --limit takes a whole number; not '1e3'",
    "-i x.mkv, -i takes a whole number; not 'x.mkv'; -i is --min-keyint; and the input needs no option",
    "--speed ../x, --speed takes a whole number; not '../x'; the input needs no option",
    "x -s 1.5, -s takes a whole number; not '1.5'",
    "x -I 99999999999, -I takes a whole number; not '99999999999'",
  })
  void numbersThatAreNoneAreNamedWithTheirOption(String line, String message) {
    List<String> words = words(line);
    check.check(words);
    var wrong = assertThrows(ParseException.class, () -> parser.parse(words));
    assertEquals(message.replace(';', ','), check.explain(wrong, words).replace(';', ','));
  }

  private static List<String> words(String line) {
    return line.isEmpty() ? List.of() : List.of(line.strip().split(" ", -1));
  }
}
