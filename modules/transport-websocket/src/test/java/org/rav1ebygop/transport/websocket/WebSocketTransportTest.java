package org.rav1ebygop.transport.websocket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.TransportContract;
import org.rav1ebygop.websocket.SelfSigned;
import org.rav1ebygop.websocket.ServerIdentity;

/// The slots of a worker that is reached over TLS are a transport like any other.
@Tag("waits")
class WebSocketTransportTest extends TransportContract {
  private static final ServerIdentity IDENTITY = SelfSigned.make(List.of("worker.example"));

  @TempDir Path folder;
  private final List<TestWorker> workers = new ArrayList<>();

  @AfterEach
  void close() {
    workers.forEach(TestWorker::close);
  }

  @Override
  protected Transport transport(int slots, RecordedEncoder encoder) {
    var worker = new TestWorker(slots, encoder, IDENTITY);
    workers.add(worker);
    String toml =
        worker.toml("secure = true\nfingerprint = \"%s\"".formatted(IDENTITY.fingerprint()));
    try {
      Path file = Files.writeString(folder.resolve("workers.toml"), toml);
      return new WebSocketTransportProvider().open(Options.NONE.with("workers", file.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected boolean remote() {
    return true;
  }
}
