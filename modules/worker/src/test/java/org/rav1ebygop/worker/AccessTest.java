package org.rav1ebygop.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.GopException;

class AccessTest {
  @Test
  void thePasswordIsMandatoryAndNeverShown() {
    assertRefused(Map.of(), "SERVER_PASSWORD");
    assertRefused(Map.of("SERVER_PASSWORD", ""), "SERVER_PASSWORD");
    Access access = Access.of(Map.of("SERVER_PASSWORD", "hunter2"));
    assertFalse(access.toString().contains("hunter2"));
    assertTrue(access.hasShortPassword());
    assertFalse(Access.of(Map.of("SERVER_PASSWORD", "twelve bytes")).hasShortPassword());
  }

  @Test
  void tlsNeedsBothFiles() {
    assertRefused(Map.of("SERVER_PASSWORD", "x", "TLS_CERT_PATH", "c"), "but TLS_KEY_PATH is not");
    assertRefused(Map.of("SERVER_PASSWORD", "x", "TLS_KEY_PATH", "k"), "but TLS_CERT_PATH is not");
    assertRefused(
        Map.of("SERVER_PASSWORD", "x", "TLS_CERT_PATH", "/no/c", "TLS_KEY_PATH", "/no/k"),
        "/no/c: there is no such file");
  }

  private static void assertRefused(Map<String, String> environment, String text) {
    GopException e = assertThrows(GopException.class, () -> Access.of(environment));
    assertEquals(GopException.Kind.USAGE, e.kind());
    assertTrue(e.getMessage().contains(text), e::getMessage);
  }
}
