package org.rav1ebygop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.ColorPrimaries;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.TransferCharacteristics;

class NamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"BT2020_10BIT", "BT2020_10Bit", "bt2020-10bit", "bt202010bit"})
  void rav1esNamesAreReadInAnyCase(String name) {
    assertEquals(
        TransferCharacteristics.BT2020_10BIT,
        Names.constant(TransferCharacteristics.class, "--transfer", name));
  }

  @Test
  void noNameIsNoConstant() {
    assertNull(Names.constant(ColorPrimaries.class, "--primaries", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "BT", "BT7099"})
  void unknownNamesAreRefusedWithTheKnownOnes(String name) {
    var refusal =
        assertThrows(
            GopException.class, () -> Names.constant(ColorPrimaries.class, "--primaries", name));
    assertEquals(GopException.Kind.USAGE, refusal.kind());
    assertTrue(
        refusal.getMessage().startsWith("--primaries '" + name + "' is not known; known: BT709, "),
        refusal::getMessage);
  }

  @Test
  void optionsAreNamesWithValuesOrSwitches() {
    assertEquals(
        Map.of("tune", "psnr", "low-latency", "true", "file", "a=b", "empty", ""),
        Names.options(List.of("tune=x", "--tune=psnr", "low-latency", "file=a=b", "empty="))
            .values());
  }
}
