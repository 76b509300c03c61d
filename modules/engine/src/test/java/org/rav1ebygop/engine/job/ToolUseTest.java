package org.rav1ebygop.engine.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.ToolUse;

class ToolUseTest {
  @Test
  void gopsCountByTheirFrames() {
    var one = new ToolUse(List.of(choice("sizes", 1, Map.of("8x8", 100.0))));
    var more =
        new ToolUse(
            List.of(
                choice("sizes", 3, Map.of("8x8", 20.0, "4x4", 80.0)),
                choice("modes", 5, Map.of("DC", 7.0))));
    assertEquals(
        new ToolUse(
            List.of(
                choice("sizes", 4, Map.of("8x8", 40.0, "4x4", 60.0)),
                choice("modes", 5, Map.of("DC", 7.0)))),
        ToolUse.mean(List.of(one, more)));
    assertEquals(one, ToolUse.mean(List.of(one)));
    assertEquals(new ToolUse(List.of()), ToolUse.mean(List.of()));
  }

  private static ToolUse.Choice choice(String name, long frames, Map<String, Double> shares) {
    return new ToolUse.Choice(name, frames, shares);
  }
}
