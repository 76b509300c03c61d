package org.rav1ebygop.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Attacks on a worker of the image by those who can reach its port.
class AttackWorkerIT {
  private static final Image IMAGE = Image.built();

  /// A page says where it is from, unless its name was made to lead to the worker.
  @Test
  void noPageInABrowserReachesAWorker() throws IOException {
    try (RunningWorker worker = RunningWorker.start(Map.of(), "--threads", 1)) {
      String upgrade =
          """
          Connection: Upgrade
          Upgrade: websocket
          Sec-WebSocket-Version: 13
          Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==
          """
              .replace("\n", "\r\n");
      String page = "Origin: http://evil.example\r\n";
      assertEquals("101", status(worker, "/v1", "worker.example", upgrade));
      assertEquals("403", status(worker, "/v1", "127.0.0.1", upgrade + page));
      assertEquals("403", status(worker, "/v1", "evil.example", upgrade + page));
      assertEquals("200", status(worker, "/healthz", "127.0.0.1:" + worker.port(), ""));
      assertEquals("403", status(worker, "/healthz", "127.0.0.1", page));
      assertEquals("403", status(worker, "/healthz", "evil.example", ""));
    }
  }

  @Test
  void strangersWriteNothingIntoTheLog() throws Exception {
    try (RunningWorker worker = RunningWorker.start(Map.of(), "--threads", 1, "--verbose");
        HttpClient client = HttpClient.newHttpClient()) {
      URI place = URI.create("ws://127.0.0.1:" + worker.port() + "/v1");
      byte[] words = "FORGED".getBytes(ISO_8859_1);
      ByteBuffer goodbye =
          ByteBuffer.allocate(4 + words.length)
              .put((byte) 18)
              .put((byte) 0)
              .putShort((short) words.length)
              .put(words)
              .flip();
      client
          .newWebSocketBuilder()
          .buildAsync(place, new WebSocket.Listener() {})
          .get()
          .sendBinary(goodbye, true)
          .get();
      worker.process().awaitStderr("it did not prove the password (finished; 1 so far)");
      client
          .newWebSocketBuilder()
          .buildAsync(place, new WebSocket.Listener() {})
          .get()
          .sendClose(WebSocket.NORMAL_CLOSURE, "FORGED")
          .get();
      worker.process().awaitStderr("it did not prove the password (lost; 2 so far)");
      String said = worker.process().stderrSoFar();
      assertFalse(said.contains("FORGED"), said);
    }
  }

  /// `systemd-analyze security` knows what each of these takes away.
  @Test
  void theServiceIsConfined() throws IOException {
    Path unit = Path.of(IMAGE.launcher() + "/../../lib/systemd/rav1e-worker.service").normalize();
    List<String> lines = Files.readAllLines(unit);
    for (String line :
        List.of(
            "LoadCredential=password:/etc/rav1e-worker.password",
            "Environment=SERVER_PASSWORD_FILE=%d/password",
            "MemoryMax=90%",
            "TasksMax=4096",
            "LimitCORE=0",
            "DynamicUser=yes",
            "NoNewPrivileges=yes",
            "CapabilityBoundingSet=",
            "ProtectSystem=strict",
            "ProtectHome=yes",
            "ProtectProc=invisible",
            "ProcSubset=pid",
            "PrivateDevices=yes",
            "PrivateMounts=yes",
            "PrivateTmp=yes",
            "PrivateUsers=yes",
            "RestrictNamespaces=yes",
            "SystemCallFilter=@system-service")) {
      assertTrue(lines.contains(line), line);
    }
    assertTrue(lines.stream().noneMatch(line -> line.startsWith("EnvironmentFile")));
  }

  private static String status(RunningWorker worker, String path, String host, String more)
      throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), worker.port())) {
      String request = "GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n".formatted(path, host, more);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readNBytes(12), ISO_8859_1).substring(9);
    }
  }
}
