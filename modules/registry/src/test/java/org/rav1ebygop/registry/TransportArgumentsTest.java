package org.rav1ebygop.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.GopException;

class TransportArgumentsTest {
  private static final Map<String, Integer> ARITIES =
      Map.of("--transport", 1, "--transport-option", 1, "-o", 1, "--output", 1, "--overwrite", 0);

  @Test
  void optionsOfAnotherTransportMayStandLikeThoseOfTheProgram() {
    assertEquals(
        List.of(
            "in.y4m",
            "--transport",
            "far",
            "--transport-option",
            "url=far://host",
            "-o",
            "--out",
            "--transport-option",
            "farm=a=b",
            "--overwrite"),
        expanded(
            "in.y4m",
            "--transport",
            "far",
            "--url",
            "far://host",
            "-o",
            "--out",
            "--farm=a=b",
            "--overwrite"));
    assertEquals(
        List.of("--transport-option", "url=u", "--transport=far"),
        expanded("--url", "u", "--transport=far"));
  }

  @Test
  void whatNeedsAValueAndHasNoneIsNamed() {
    for (String next : List.of("", "--farm", "--")) {
      List<String> arguments =
          Stream.of("--transport", "far", "--url", next).filter(a -> !a.isEmpty()).toList();
      var e =
          assertThrows(GopException.class, () -> expanded(arguments.toArray(String[]::new)), next);
      assertEquals(GopException.Kind.USAGE, e.kind());
      assertTrue(String.valueOf(e.getMessage()).contains("--url VALUE"), e.getMessage());
    }
  }

  @Test
  void nothingIsTouchedAfterTwoDashes() {
    assertEquals(
        List.of("--transport", "far", "--", "--url", "u"),
        expanded("--transport", "far", "--", "--url", "u"));
  }

  @Test
  void withTheBuiltInTransportsAWrongOptionStaysOne() {
    for (List<String> arguments :
        List.of(
            List.of("--url", "u"),
            List.of("--transport", "local", "--url", "u"),
            List.of("--transport=websocket", "--url", "u"),
            List.of("--transport"))) {
      assertEquals(arguments, expanded(arguments.toArray(String[]::new)));
    }
  }

  private static List<String> expanded(String... arguments) {
    return TransportArguments.expanded(List.of(arguments), name -> ARITIES.getOrDefault(name, -1));
  }
}
