package org.rav1ebygop.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.protocol.Carrier;
import org.rav1ebygop.protocol.testkit.Recorder;
import org.rav1ebygop.testkit.Patience;

/// What strangers can do to a server.
@Tag("waits")
class WebSocketServerTest {
  private static final Duration LONG = Patience.LIMIT;
  private static final String UPGRADE =
      """
      GET /v1 HTTP/1.1
      Host: worker
      Connection: Upgrade
      Upgrade: websocket
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==
      Sec-WebSocket-Extensions: permessage-deflate

      """
          .replace("\n", "\r\n");

  private final BlockingQueue<Carrier> accepted = new LinkedBlockingQueue<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private volatile boolean ready = true;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void healthIsToldToAnyoneAndNothingElseIsFound() throws Exception {
    WebSocketServer server = server(ConnectionLimits.STANDARD);
    String well = answer(server, get("/healthz"));
    assertTrue(well.startsWith("HTTP/1.1 200") && well.endsWith("{\"slots\":2}"), well);
    assertFalse(well.contains("Server:") || well.contains("etty"), well);
    ready = false;
    assertTrue(answer(server, get("/healthz")).startsWith("HTTP/1.1 503"));
    assertTrue(answer(server, get("/")).startsWith("HTTP/1.1 404"));
    assertTrue(answer(server, get("/v1")).startsWith("HTTP/1.1 404"));
    assertTrue(answer(server, get("/healthz").replace("GET", "POST")).startsWith("HTTP/1.1 405"));
  }

  /// A page in a browser says where it is from when it wants a WebSocket, or asks across sites.
  @Test
  void aPageOfAnySiteIsRefused() throws Exception {
    WebSocketServer server = server(ConnectionLimits.STANDARD);
    for (String origin : List.of("http://evil.example", "http://localhost", "null")) {
      String header = "\r\nOrigin: " + origin + "\r\n";
      String upgrade = head(connection(server, with(UPGRADE, header)).getInputStream());
      assertTrue(upgrade.startsWith("HTTP/1.1 403"), upgrade);
      String health = answer(server, with(get("/healthz"), header));
      assertTrue(health.startsWith("HTTP/1.1 403"), health);
      assertFalse(health.contains("slots"), health);
    }
    assertTrue(accepted.isEmpty());
  }

  /// A page whose name was made to lead here reads without saying where it is from.
  @ParameterizedTest
  @CsvSource({
    "evil.example, false",
    "evil.example:80, false",
    "EVIL.example., false",
    "127.0.0.1.evil.example, false",
    "localhost.evil.example, false",
    "evil.example.local.example, false",
    "192.168.1.20:13415, true",
    "[::1]:13415, true",
    "localhost, true",
    "attic:13415, true",
    "attic.local, true",
    "attic.home.arpa, true"
  })
  void onlyAHostThatThisMachineMayBeCalledTellsItsHealth(String host, boolean known)
      throws Exception {
    WebSocketServer server = server(ConnectionLimits.STANDARD);
    String health = answer(server, get("/healthz").replace("worker", host));
    assertTrue(health.startsWith(known ? "HTTP/1.1 200" : "HTTP/1.1 403"), health);
    assertEquals(known, health.contains("slots"), health);
    // clients may call it what they like
    String upgrade =
        head(connection(server, UPGRADE.replace("Host: worker", "Host: " + host)).getInputStream());
    assertTrue(upgrade.startsWith("HTTP/1.1 101"), upgrade);
  }

  @Test
  void theNameAtWhichItListensIsItsOwn() {
    assertTrue(new BrowserGuard("Render.example", false).isKnown("render.example."));
    assertFalse(new BrowserGuard("render.example", false).isKnown("x.render.example"));
  }

  private static String with(String request, String header) {
    return request.replaceFirst("\r\n", header);
  }

  @Test
  void compressionIsNotAgreedOn() throws Exception {
    WebSocketServer server = server(ConnectionLimits.STANDARD);
    String answer = head(connection(server, UPGRADE).getInputStream());
    assertTrue(answer.startsWith("HTTP/1.1 101"), answer);
    assertFalse(answer.contains("deflate"), answer);
  }

  @Test
  void aMessageThatIsAnnouncedAsLongIsRefusedAsSoonAsTooMuchHasCome() throws Exception {
    WebSocketServer server = server(ConnectionLimits.STANDARD);
    Socket socket = connection(server, UPGRADE);
    head(socket.getInputStream());
    var receiver = new Recorder().limited(512);
    accepted.take().start(receiver);
    // A masked binary frame of 2^20 bytes, of which 513 come.
    socket
        .getOutputStream()
        .write(new byte[] {(byte) 0x82, (byte) 0xff, 0, 0, 0, 0, 0, 16, 0, 0, 1, 2, 3, 4});
    socket.getOutputStream().write(new byte[513]);
    assertTrue(receiver.closed().get().contains("longer"));
    assertTrue(receiver.messages().isEmpty());
  }

  @Test
  void aMessageInCountlessEmptyPartsEndsNothingAndTakesNothing() throws Exception {
    WebSocketServer server = server(ConnectionLimits.STANDARD);
    Socket socket = connection(server, UPGRADE);
    head(socket.getInputStream());
    var receiver = new Recorder().limited(512);
    accepted.take().start(receiver);
    byte[] empty = {0x00, (byte) 0x80, 1, 2, 3, 4};
    socket.getOutputStream().write(new byte[] {0x02, (byte) 0x80, 1, 2, 3, 4});
    for (int i = 0; i < 10_000; i++) {
      socket.getOutputStream().write(empty);
    }
    socket.getOutputStream().write(new byte[] {(byte) 0x80, (byte) 0x80, 1, 2, 3, 4});
    assertEquals(0, receiver.next().length);
  }

  @Test
  void aTextEndsTheConnection() throws Exception {
    WebSocketServer server = server(ConnectionLimits.STANDARD);
    Socket socket = connection(server, UPGRADE);
    head(socket.getInputStream());
    var receiver = new Recorder();
    accepted.take().start(receiver);
    socket.getOutputStream().write(new byte[] {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'a'});
    assertTrue(receiver.closed().get().contains("text"));
  }

  @Test
  void whoTakesTooLongToBecomeAWebSocketIsCutHoweverBusyHeIs() throws Exception {
    WebSocketServer server = server(new ConnectionLimits(9, 9, 99, Duration.ofSeconds(1)));
    Socket silent = connection(server, "");
    Socket busy = connection(server, "GET /v1 HTTP/1.1\r\n");
    assertThrows(
        IOException.class,
        () -> {
          while (true) {
            busy.getOutputStream().write("X: y\r\n".getBytes(ISO_8859_1));
          }
        });
    assertEnded(silent);
  }

  @Test
  void oneAddressCannotTakeAllPlaces() throws Exception {
    WebSocketServer server = server(new ConnectionLimits(9, 2, 99, LONG));
    Socket first = known(server);
    known(server);
    assertEnded(connection(server, ""));
    // A place is free again when one goes, and a WebSocket does not keep one.
    first.close();
    for (int i = 0; i < 3; i++) {
      awaitWebSocket(server);
    }
  }

  @Test
  void aLongHeadIsRefused() throws Exception {
    WebSocketServer server = server(ConnectionLimits.STANDARD);
    String answer = answer(server, "GET /healthz HTTP/1.1\r\nX: " + "y".repeat(5000) + "\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 431"), answer);
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    int port = server(ConnectionLimits.STANDARD).port();
    var second =
        new WebSocketServer(
            new WebSocketServer.Settings("127.0.0.1", port, null, LONG, ConnectionLimits.STANDARD),
            accepted::add,
            () -> new WebSocketServer.Health(true, "{}"));
    GopException e = assertThrows(GopException.class, second::start);
    assertEquals(GopException.Kind.ENVIRONMENT, e.kind());
    assertEquals(
        String.format(
            Locale.ROOT,
            "cannot listen at 127.0.0.1, port %d: another program listens there; choose another --port",
            port),
        e.getMessage());
  }

  private WebSocketServer server(ConnectionLimits limits) {
    var server =
        new WebSocketServer(
            new WebSocketServer.Settings("127.0.0.1", 0, null, LONG, limits),
            accepted::add,
            () -> new WebSocketServer.Health(ready, "{\"slots\":2}"));
    server.start();
    open.add(server);
    return server;
  }

  /// A connection that the server has answered, and that is no WebSocket.
  private Socket known(WebSocketServer server) throws IOException {
    Socket socket = connection(server, get("/healthz").replace("Connection: close\r\n", ""));
    assertTrue(head(socket.getInputStream()).startsWith("HTTP/1.1 200"));
    return socket;
  }

  /// Tries until a place is free.
  private void awaitWebSocket(WebSocketServer server) throws IOException {
    String answer = "";
    while (!answer.startsWith("HTTP/1.1 101")) {
      answer = head(connection(server, UPGRADE).getInputStream());
    }
  }

  private Socket connection(WebSocketServer server, String text) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    open.add(socket);
    try {
      socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    } catch (IOException _) {
      // cut off already, as some tests want
    }
    return socket;
  }

  private String answer(WebSocketServer server, String text) throws IOException {
    return new String(connection(server, text).getInputStream().readAllBytes(), ISO_8859_1);
  }

  private static String get(String path) {
    return "GET %s HTTP/1.1\r\nHost: worker\r\nConnection: close\r\n\r\n".formatted(path);
  }

  /// Up to the empty line, or what there is before the end.
  private static String head(InputStream in) {
    var head = new StringBuilder();
    try {
      for (int c = in.read(); c >= 0 && !head.toString().endsWith("\r\n\r"); c = in.read()) {
        head.append((char) c);
      }
    } catch (IOException _) {
      // cut
    }
    return head.toString();
  }

  private static void assertEnded(Socket socket) {
    try {
      assertEquals(-1, socket.getInputStream().read());
    } catch (IOException _) {
      // cut
    }
  }
}
