package org.rav1ebygop.encoder.librav1e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.rav1e.settings.Rav1eSettings;
import org.rav1ebygop.testkit.GopRun;
import org.rav1ebygop.testkit.SyntheticFilm;

/// Rate control over two passes: what the first finds is what the second needs.
class TwoPassTest {
  private static final VideoFormat FORMAT =
      SyntheticFilm.format(new FrameLayout(96, 64, ChromaSampling.CS420, 8));
  private static final int FRAMES = 30;
  private static final int KILOBITS = 40;

  private final Librav1e library = Libraries.library();
  private final Recipe recipe =
      Recipe.of(
          FORMAT,
          Rav1eSettings.of(new EncoderSettings(10, 0, KILOBITS, 1, Options.NONE)),
          Dialect.of(library),
          false);

  @Test
  void theSecondPassTakesWhatTheFirstHasFound() {
    PassData found = firstPass();
    assertTrue(found.frames().size() >= FRAMES, () -> found.frames().size() + " frames");
    List<Packet> one = encode(RatePass.ONLY, FRAMES);
    List<Packet> two = encode(new SecondPass(library, found), FRAMES);
    assertEquals(FRAMES, two.size());
    assertNotEquals(GopRun.digest(one), GopRun.digest(two));
    assertTrue(distance(two) <= distance(one), () -> distance(one) + " and " + distance(two));
    assertEquals(GopRun.digest(two), GopRun.digest(encode(new SecondPass(library, found), FRAMES)));
  }

  @Test
  void aFirstPassThatHasNotEndedHasNothingToTell() {
    assertThrows(GopException.class, new FirstPass(library)::data);
  }

  @Test
  void framesThatTheFirstPassHasNotSeenAreAFailure() {
    var cut = new PassData(firstPass().summary(), List.of());
    var failure =
        assertThrows(GopException.class, () -> encode(new SecondPass(library, cut), FRAMES));
    assertEquals(GopException.Kind.ENCODER, failure.kind());
    assertTrue(failure.getMessage().contains("fewer frames"), failure.getMessage());
  }

  @Test
  void aSummaryThatIsNoneIsRefused() {
    var wrong = new PassData(MemorySegment.ofArray(new byte[68]), List.of());
    var failure =
        assertThrows(GopException.class, () -> encode(new SecondPass(library, wrong), FRAMES));
    assertTrue(failure.getMessage().contains("rav1e_config_set_rc_summary"), failure.getMessage());
  }

  private PassData firstPass() {
    var pass = new FirstPass(library);
    assertEquals(FRAMES, encode(pass, FRAMES).size());
    return pass.data();
  }

  private List<Packet> encode(RatePass pass, int frames) {
    List<Packet> packets = new ArrayList<>();
    try (var encoding = Encoding.begin(library, recipe, pass);
        var film = new SyntheticFilm(FORMAT, frames, 10, 20)) {
      for (int i = 0; i < frames; i++) {
        encoding.picture().copyFrom(film.frame(i).data());
        encoding.send();
        receive(encoding, packets);
      }
      encoding.finish();
      receive(encoding, packets);
    }
    return packets;
  }

  private static void receive(Encoding encoding, List<Packet> packets) {
    Packet packet;
    while ((packet = encoding.receive()) != null) {
      packets.add(packet);
    }
  }

  /// How far a film is from the size that its bitrate asks for, in bytes.
  private static long distance(List<Packet> packets) {
    long wanted = Math.round(FORMAT.seconds(FRAMES) * KILOBITS * 1000 / 8);
    return Math.abs(packets.stream().mapToLong(Packet::size).sum() - wanted);
  }
}
