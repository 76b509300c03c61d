package org.rav1ebygop.child.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.GopException;

class ArgumentListTest {
  @Test
  void aValueFollowsItsFlagAsTheEncoderWantsIt() {
    for (var style : ArgumentList.Style.values()) {
      var arguments = new ArgumentList("fake 1.0", Set.of("speed", "fast"), style);
      arguments.add("fast");
      arguments.add("speed", 7);
      assertEquals(
          style == ArgumentList.Style.WORDS
              ? List.of("--fast", "--speed", "7")
              : List.of("--fast", "--speed=7"),
          arguments.texts());
      assertEquals(List.of("--fast", "--speed", "7"), arguments.meanings());
    }
  }

  @Test
  void aFileMeansItsContent() {
    var arguments = new ArgumentList("fake 1.0", Set.of("table"), ArgumentList.Style.WORDS);
    arguments.addFile("table", "/some/where", "abc");
    assertEquals(List.of("--table", "/some/where"), arguments.texts());
    assertEquals(List.of("--table", "abc"), arguments.meanings());
  }

  @Test
  void aFlagThatThisEncoderLacksIsRefused() {
    var arguments = new ArgumentList("fake 1.0", Set.of(), ArgumentList.Style.WORDS);
    var refusal = assertThrows(GopException.class, () -> arguments.add("speed", 7));
    assertEquals(GopException.Kind.USAGE, refusal.kind());
    assertEquals(
        "--speed is not among the options of fake 1.0: use a newer one, or leave it out",
        refusal.getMessage());
  }
}
