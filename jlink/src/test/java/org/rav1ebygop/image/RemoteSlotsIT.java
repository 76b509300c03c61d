package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.EncodeJob;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.WorkerListener;
import org.rav1ebygop.encoder.rav1e.Rav1eBackendProvider;
import org.rav1ebygop.testkit.SyntheticFilm;
import org.rav1ebygop.transport.local.LocalTransportProvider;
import org.rav1ebygop.transport.websocket.WebSocketTransportProvider;

/// A worker of the image encodes the bits that are encoded here, however it is reached.
class RemoteSlotsIT {
  private static final int GOPS = 2;
  private static final int FRAMES = 8;
  private static final VideoFormat FORMAT =
      SyntheticFilm.format(new FrameLayout(192, 108, ChromaSampling.CS420, 8));
  private static final EncoderSettings SETTINGS =
      new EncoderSettings(10, 100, null, 1, Options.NONE);

  @TempDir Path scratch;

  @Test
  void theBitsOfAWorkerAreThoseOfThisMachine() throws Exception {
    Map<Integer, String> here = encode(new LocalTransportProvider().open(Options.NONE));
    assertEquals(GOPS, here.size());
    assertTrue(String.valueOf(here.get(0)).contains("\n" + (FRAMES - 1) + " "), here::toString);
    Image.built()
        .worker("--generate-cert", "--cert-host", "127.0.0.1")
        .in(scratch)
        .toEnd()
        .expectCode(0);
    var tls =
        Map.of(
            "TLS_CERT_PATH", scratch.resolve("worker-cert.pem").toString(),
            "TLS_KEY_PATH", scratch.resolve("worker-key.pem").toString());
    Path frames = Files.createDirectory(scratch.resolve("frames"));
    try (var plain = RunningWorker.start(Map.of());
        var secure = RunningWorker.start(tls, "--temp-dir", frames)) {
      String pin =
          secure.process().stderrSoFar().replaceFirst("(?s).*(sha256:[0-9a-f]{64}).*", "$1");
      assertEquals(here, encode(remote(plain.toml(""))));
      assertEquals(
          here, encode(remote(secure.toml("secure = true\nfingerprint = \"" + pin + "\""))));
      assertEquals(here, encode(remote(secure.toml("secure = true\nca = \"worker-cert.pem\""))));
    }
  }

  private Transport remote(String toml) throws IOException {
    Path file = Files.writeString(scratch.resolve("workers.toml"), toml);
    return new WebSocketTransportProvider().open(Options.NONE.with("workers", file.toString()));
  }

  private static Map<Integer, String> encode(Transport transport) throws InterruptedException {
    Path rav1e = Image.built().home().resolve("lib/rav1e/rav1e");
    Options here = Files.exists(rav1e) ? Options.NONE.with("path", rav1e.toString()) : Options.NONE;
    var leases = new FilmLeases(new SyntheticFilm(FORMAT, GOPS * FRAMES), GOPS, FRAMES);
    try (transport;
        EncoderBackend backend = new Rav1eBackendProvider().open(FORMAT, SETTINGS.with(here))) {
      transport.run(new Job(backend), leases, new Nobody());
    }
    return leases.results();
  }

  private record Job(EncoderBackend localBackend) implements EncodeJob {
    @Override
    public VideoFormat format() {
      return FORMAT;
    }

    @Override
    public EncoderSettings settings() {
      return SETTINGS;
    }

    @Override
    public String backend() {
      return "rav1e";
    }

    @Override
    public boolean admit(EncoderIdentity identity) {
      return identity.equals(localBackend.identity());
    }
  }

  private static final class Nobody implements WorkerListener {
    @Override
    public void joined(String worker, int slots) {
      // whoever it is
    }

    @Override
    public void left(String worker, String reason) {
      // for whatever reason
    }
  }
}
