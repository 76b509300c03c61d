package org.rav1ebygop.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.protocol.CarrierServer;
import org.rav1ebygop.protocol.CarrierServerProvider;

class AccessTest {
  private static final CarrierServerProvider OPEN = new Fixed("usual password");
  private static final CarrierServerProvider CLOSED = new Fixed(null);

  @TempDir Path folder;

  @Test
  void thePasswordIsMandatoryAndNeverShown() {
    assertRefused(Map.of(), "SERVER_PASSWORD");
    assertRefused(Map.of("SERVER_PASSWORD", ""), "SERVER_PASSWORD");
    Access access = access(CLOSED, Map.of("SERVER_PASSWORD", "hunter2"));
    assertFalse(access.toString().contains("hunter2"));
    assertTrue(access.hasShortPassword());
    assertFalse(access(CLOSED, Map.of("SERVER_PASSWORD", "twelve bytes")).hasShortPassword());
  }

  @Test
  void aTransportThatDecidesWhoMayComeNeedsNone() {
    assertEquals("usual password", access(OPEN, Map.of()).password());
    assertTrue(access(OPEN, Map.of()).hasKnownPassword());
    Access own = access(OPEN, Map.of("SERVER_PASSWORD", "own"));
    assertEquals("own", own.password());
    assertFalse(own.hasKnownPassword());
  }

  @Test
  void thePasswordMayStandInAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("p"), "of a file\n");
    Map<String, String> named = Map.of("SERVER_PASSWORD_FILE", file.toString());
    assertEquals("of a file", access(CLOSED, named).password());
    assertRefused(
        Map.of("SERVER_PASSWORD_FILE", file.toString(), "SERVER_PASSWORD", "x"),
        "SERVER_PASSWORD and SERVER_PASSWORD_FILE are both set; unset one of them");
    Files.writeString(file, "\n");
    assertRefused(named, file + ": it is empty");
    Files.writeString(file, "x".repeat(4097));
    assertRefused(named, file + ": it is longer than 4096 bytes");
    assertRefused(Map.of("SERVER_PASSWORD_FILE", "/dev/zero"), "it is not a regular file");
    assertRefused(Map.of("SERVER_PASSWORD_FILE", "/no/such"), "/no/such: there is no such file");
  }

  @Test
  void tlsNeedsBothFiles() {
    assertRefused(Map.of("SERVER_PASSWORD", "x", "TLS_CERT_PATH", "c"), "but TLS_KEY_PATH is not");
    assertRefused(Map.of("SERVER_PASSWORD", "x", "TLS_KEY_PATH", "k"), "but TLS_CERT_PATH is not");
  }

  private static void assertRefused(Map<String, String> environment, String text) {
    GopException e = assertThrows(GopException.class, () -> access(CLOSED, environment));
    assertEquals(GopException.Kind.USAGE, e.kind());
    assertTrue(e.getMessage().contains(text), e::getMessage);
  }

  private static Access access(CarrierServerProvider provider, Map<String, String> environment) {
    return Access.of(provider, Access.withCertificate(Options.NONE, environment), environment);
  }

  /// Serves nobody.
  private record Fixed(@Nullable String password) implements CarrierServerProvider {
    @Override
    public String id() {
      return "fixed";
    }

    @Override
    public String description() {
      return "serves nobody";
    }

    @Override
    public @Nullable String usualPassword(Options options) {
      return password;
    }

    @Override
    public CarrierServer start(Options options, CarrierServer.Worker worker) {
      throw GopException.environment("nobody comes", null);
    }
  }
}
