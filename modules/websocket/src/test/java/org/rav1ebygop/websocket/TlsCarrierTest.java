package org.rav1ebygop.websocket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.protocol.testkit.CarrierContract;
import org.rav1ebygop.testkit.Patience;

@Tag("waits")
class TlsCarrierTest extends CarrierContract {
  private static final Duration IDLE = Patience.LIMIT;
  private static final ServerIdentity WORKER = SelfSigned.make(List.of("localhost", "127.0.0.1"));
  private static final ServerIdentity OTHER = SelfSigned.make(List.of("elsewhere.example"));

  @Override
  protected Pair connect(Duration idle) throws Exception {
    return WebSocketPair.connect(WORKER, new Trust.Pinned(WORKER.fingerprint()), idle);
  }

  @Test
  void theChannelIsBoundToTheCertificateHoweverItIsTrusted() throws Exception {
    var authority = new Trust.Authorities(WORKER.chain());
    try (Pair pair = connect(IDLE);
        Pair signed = WebSocketPair.connect(WORKER, authority, IDLE)) {
      byte[] digest = WORKER.fingerprint().bytes();
      assertArrayEquals(digest, pair.client().channelBinding());
      assertArrayEquals(digest, signed.client().channelBinding());
    }
  }

  @Test
  void aCertificateThatIsPinnedNeedNotBeForTheHost() throws Exception {
    WebSocketPair.connect(OTHER, new Trust.Pinned(OTHER.fingerprint()), IDLE).close();
  }

  @Test
  void othersAreRefusedAndTheReasonSaysWhatToDo() {
    assertRefused(OTHER, new Trust.Pinned(WORKER.fingerprint()), "it is " + OTHER.fingerprint());
    assertRefused(OTHER, new Trust.Authorities(OTHER.chain()), "localhost");
    assertRefused(OTHER, new Trust.Authorities(WORKER.chain()), "'fingerprint' or 'ca'");
    assertRefused(WORKER, new Trust.Machine(), "'fingerprint' or 'ca'");
  }

  @Test
  void aSideWithTlsAndOneWithoutDoNotUnderstandEachOther() {
    var machine = new Trust.Machine();
    IOException tls =
        assertThrows(IOException.class, () -> WebSocketPair.connect(null, machine, IDLE));
    assertContains("does not speak TLS", tls);
    IOException plain =
        assertThrows(IOException.class, () -> WebSocketPair.connect(WORKER, null, IDLE));
    assertContains("secure = true", plain);
  }

  private static void assertRefused(ServerIdentity worker, Trust trust, String text) {
    GopException e =
        assertThrows(GopException.class, () -> WebSocketPair.connect(worker, trust, IDLE));
    assertEquals(GopException.Kind.ENVIRONMENT, e.kind());
    assertContains(text, e);
    assertContains("localhost:", e);
  }

  private static void assertContains(String text, Exception e) {
    assertTrue(String.valueOf(e.getMessage()).contains(text), e::toString);
  }
}
