package org.rav1ebygop.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.protocol.message.Wire;

class MachineSaltTest {
  @TempDir Path folder;

  @Test
  void aMachineHasOneSaltAndOthersHaveOthers() throws IOException {
    Path one = Files.writeString(folder.resolve("one"), "0123456789abcdef\n");
    Path two = Files.writeString(folder.resolve("two"), "fedcba9876543210\n");
    assertEquals(Wire.SALT, MachineSalt.of(one).size());
    assertEquals(MachineSalt.of(one), MachineSalt.of(one));
    assertNotEquals(MachineSalt.of(one), MachineSalt.of(two));
    assertEquals(MachineSalt.own(), MachineSalt.own());
  }

  /// It has a name at least.
  @Test
  void aMachineWithoutAnIdHasASalt() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty"), "\n");
    assertEquals(MachineSalt.of(folder.resolve("none")), MachineSalt.of(empty));
  }
}
