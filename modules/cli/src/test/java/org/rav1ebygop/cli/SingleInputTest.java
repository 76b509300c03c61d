package org.rav1ebygop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.GopException;

class SingleInputTest {
  private final SingleInput input = new SingleInput("input", "rav1e-by-gop INPUT -o OUTPUT", true);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"film.mkv", "-", "plug.y4m", "./verfy", "a film", "xx", "Verfy"})
  void oneWordIsTheInput(String word) {
    assertEquals(word, of(null, word));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          keyframe       | there is no command and no file 'keyframe'; did you mean rav1e-by-gop keyframes?
          verfy x.ivf    | there is no command and no file 'verfy'; did you mean rav1e-by-gop verify?
          hlep           | there is no command and no file 'hlep'; did you mean rav1e-by-gop help?
          a.mkv b.mkv    | one input at a time, not 2: a.mkv b.mkv; did you mean -o b.mkv?
          a b c          | one input at a time, not 3: a b c
          """)
  void whatWasMeantIsSuggested(String line, String message) {
    assertEquals(message, refusal(null, line.split(" ", -1)));
  }

  @Test
  void noOutputIsSuggestedWhereThereIsOneOrCanBeNone() {
    assertEquals("one input at a time, not 2: a.mkv b.mkv", refusal("c.mkv", "a.mkv", "b.mkv"));
    var verify = new SingleInput("film", "rav1e-by-gop verify FILM", false);
    var refusal =
        assertThrows(GopException.class, () -> verify.of(List.of("a.mkv", "b.mkv"), null));
    assertEquals("one film at a time, not 2: a.mkv b.mkv", refusal.getMessage());
  }

  /// Two films are two inputs: the second one is not to be written to.
  @Test
  void aFileThatIsThereIsNotSuggestedAsTheOutput() throws IOException {
    Path there = Files.createFile(folder.resolve("b.mkv"));
    assertEquals(
        "one input at a time, not 2: a.mkv " + there, refusal(null, "a.mkv", there.toString()));
  }

  @Test
  void withoutAnInputTheUsageIsShown() {
    assertEquals("no input; usage: rav1e-by-gop INPUT -o OUTPUT, see --help", refusal(null));
  }

  private String of(@Nullable String output, String... words) {
    return input.of(List.of(words), output);
  }

  private String refusal(@Nullable String output, String... words) {
    var refusal = assertThrows(GopException.class, () -> of(output, words));
    assertEquals(GopException.Kind.USAGE, refusal.kind());
    return refusal.getMessage();
  }
}
