package org.rav1ebygop.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.protocol.Carrier;
import org.rav1ebygop.protocol.CarrierServer;
import org.rav1ebygop.protocol.WorkerService;

class WebSocketServerProviderTest {
  private static final Options ANY_PORT = Options.NONE.with("host", "127.0.0.1").with("port", "0");

  private final WebSocketServerProvider provider = new WebSocketServerProvider();

  @Test
  void itSaysWhereItListensAndHowItIs() throws Exception {
    try (CarrierServer server = provider.start(ANY_PORT, new Idle())) {
      assertTrue(
          server.place().matches("127\\.0\\.0\\.1, port [0-9]+, without TLS"), server::place);
      String port = server.place().replaceAll(".*port ([0-9]+).*", "$1");
      URI health = URI.create("http://127.0.0.1:" + port + "/healthz");
      try (InputStream in = health.toURL().openStream()) {
        String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(answer.contains("\"slots\":3"), answer);
        assertTrue(answer.contains("\"version\":\"1.2\""), answer);
      }
    }
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    assertRefused(ANY_PORT.with("port", "70000"), "port");
    assertRefused(ANY_PORT.with("prot", "1"), "no option 'prot'");
    assertRefused(ANY_PORT.with("cert", "c"), "both");
    assertRefused(
        ANY_PORT.with("cert", "/no/c").with("key", "/no/k"), "/no/c: there is no such file");
  }

  private void assertRefused(Options options, String text) {
    GopException e =
        assertThrows(GopException.class, () -> provider.start(options, new Idle()).close());
    assertEquals(GopException.Kind.USAGE, e.kind());
    assertTrue(e.getMessage().contains(text), e::getMessage);
  }

  /// Has nothing to do.
  private static final class Idle implements CarrierServer.Worker {
    @Override
    public String software() {
      return "test 1.2";
    }

    @Override
    public List<String> encoders() {
      return List.of();
    }

    @Override
    public WorkerService.Load load() {
      return new WorkerService.Load(3, 0, 0, false, 0);
    }

    @Override
    public void accept(Carrier carrier) {
      carrier.close("nobody is served");
    }
  }
}
