package org.rav1ebygop.encoder.rav1e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.ToolUse;

/// The logs are those of 20 frames, one of them a key frame.
class ToolReportTest {
  private static final List<String> CHOICES =
      List.of(
          "block sizes of key frames",
          "block sizes of inter frames",
          "skipped of inter frames",
          "transform types of key frames",
          "transform types of inter frames",
          "luma modes of key frames",
          "chroma modes of key frames",
          "luma modes of inter frames",
          "chroma modes of inter frames");

  @ParameterizedTest
  @ValueSource(strings = {"0.5.1", "0.7.1"})
  void everyTableIsReadWithTheFramesItIsOf(String version) {
    ToolUse tools = Objects.requireNonNull(ToolReport.read(log(version)));
    assertEquals(CHOICES, tools.choices().stream().map(ToolUse.Choice::name).toList());
    for (ToolUse.Choice choice : tools.choices()) {
      assertEquals(choice.name().endsWith("key frames") ? 1 : 19, choice.frames(), choice.name());
    }
    for (String whole : List.of(CHOICES.get(0), CHOICES.get(1), CHOICES.get(3), CHOICES.get(5))) {
      double sum =
          choice(tools, whole).shares().values().stream().mapToDouble(Double::doubleValue).sum();
      assertEquals(100, sum, 1.5, whole);
    }
  }

  @Test
  void cellsAreNamedByTheirRowsAndColumns() {
    ToolUse tools = Objects.requireNonNull(ToolReport.read(log("0.7.1")));
    ToolUse.Choice sizes = choice(tools, "block sizes of inter frames");
    assertEquals(32.7, sizes.shares().get("64x64"));
    assertEquals(17.2, sizes.shares().get("32x64"));
    assertEquals(17.2, sizes.shares().get("64x32"));
    assertEquals(7.7, sizes.shares().get("8x8"));
    assertEquals(22, sizes.shares().size());
    assertEquals(98.3, choice(tools, "skipped of inter frames").shares().get("skipped"));
  }

  @Test
  void listsThatGoOnAreOne() {
    ToolUse tools = Objects.requireNonNull(ToolReport.read(log("0.7.1")));
    var luma = choice(tools, "luma modes of key frames").shares();
    assertEquals(13, luma.size());
    assertTrue(luma.keySet().containsAll(List.of("DC", "Smooth V", "D45", "D203")), luma::toString);
    var inter = choice(tools, "chroma modes of inter frames").shares();
    assertEquals(75.2, inter.get("NearestNearest"));
  }

  @Test
  void aLogWithoutAReportIsNone() {
    assertNull(ToolReport.read(""));
    assertNull(ToolReport.read("> Using 1 tile\n> encoded 20 frames, 90.909 fps\n"));
    assertNull(ToolReport.read("> y modes I: DC: 30.7% | V: 13.2%\n")); // of how many frames?
  }

  /// What is cut or damaged gives less, and never anything else than shares.
  @Test
  void damagedReportsAreRead() {
    String whole = log("0.7.1");
    var random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      var text = new StringBuilder(whole);
      for (int change = random.nextInt(20); change >= 0; change--) {
        text.setCharAt(random.nextInt(text.length()), (char) (32 + random.nextInt(95)));
      }
      ToolUse tools = ToolReport.read(text.substring(random.nextInt(text.length())));
      if (tools != null) {
        tools.choices().forEach(choice -> assertTrue(choice.frames() > 0, choice::toString));
      }
    }
  }

  private static ToolUse.Choice choice(ToolUse tools, String name) {
    return tools.choices().stream()
        .filter(choice -> choice.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String log(String version) {
    String name = "verbose-" + version + ".txt";
    try (InputStream log = Objects.requireNonNull(ToolReportTest.class.getResourceAsStream(name))) {
      return new String(log.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
