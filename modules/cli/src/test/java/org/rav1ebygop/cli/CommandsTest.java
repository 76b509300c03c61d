package org.rav1ebygop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rav1ebygop.api.GopException;

class CommandsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          film.y4m -o x.ivf    | EncodeCommand    | film.y4m -o x.ivf
          verify x.ivf         | VerifyCommand    | x.ivf
          keyframes x.y4m      | KeyframesCommand | x.y4m
          help                 | EncodeCommand    | --help
          help verify          | VerifyCommand    | --help
          help --debug         | EncodeCommand    | --help --debug
          version              | EncodeCommand    | --version
          version --rav1e /x   | EncodeCommand    | --version --rav1e /x
          ./help -o x.ivf      | EncodeCommand    | ./help -o x.ivf
          """)
  void theFirstWordMayBeACommand(String line, String command, String rest) {
    Commands.Call call = Commands.call(List.of(line.split(" ", -1)));
    assertEquals(command, call.command().getSimpleName());
    assertEquals(List.of(rest.split(" ", -1)), call.arguments());
  }

  @Test
  void nothingAtAllIsAnEncodeWithoutAnInput() {
    assertEquals(new Commands.Call(EncodeCommand.class, List.of()), Commands.call(List.of()));
  }

  @Test
  void helpForACommandThatDoesNotExistListsThoseThatDo() {
    var refusal = assertThrows(GopException.class, () -> Commands.call(List.of("help", "encode")));
    assertEquals(GopException.Kind.USAGE, refusal.kind());
    assertEquals(
        "there is no command 'encode'; the commands are keyframes, plugins, verify, workers",
        refusal.getMessage());
  }
}
