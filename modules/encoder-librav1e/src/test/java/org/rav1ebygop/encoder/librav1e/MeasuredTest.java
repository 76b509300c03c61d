package org.rav1ebygop.encoder.librav1e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.FrameQuality;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.testkit.GopRun;
import org.rav1ebygop.testkit.SyntheticFilm;

/// Quality without decoding. That it is what a decoder would show is tested with the image.
class MeasuredTest {
  private static final int FRAMES = 15;

  @ParameterizedTest
  @CsvSource({"96, 64, CS420, 8", "97, 65, CS422, 10"})
  void everyFrameIsMeasuredAndTheFilmStaysTheSame(
      int width, int height, ChromaSampling sampling, int depth) {
    var format = SyntheticFilm.format(new FrameLayout(width, height, sampling, depth));
    List<FrameQuality> isolated = new ArrayList<>();
    List<FrameQuality> inProcess = new ArrayList<>();
    String plain = encode(format, Libraries.settings(160, "false"), new ArrayList<>());
    assertEquals(plain, encode(format, measuring("true"), isolated));
    assertEquals(plain, encode(format, measuring("false"), inProcess));
    assertEquals(FRAMES, isolated.size());
    assertEquals(inProcess, isolated);
    for (FrameQuality frame : isolated) {
      assertTrue(frame.luma().squares() > 0, frame::toString);
      assertTrue(frame.luma().ssim() > 0.8 && frame.luma().ssim() < 1, frame::toString);
    }
  }

  @Test
  void measuringIsNoPartOfTheIdentity() {
    var format = SyntheticFilm.format(new FrameLayout(64, 64, ChromaSampling.CS420, 8));
    var provider = new Librav1eBackendProvider();
    try (var plain = provider.open(format, Libraries.settings(160, "true"));
        var measuring = provider.open(format, measuring("true"))) {
      assertEquals(plain.identity(), measuring.identity());
    }
  }

  @Test
  void aPacketWithoutItsQualityIsAFailureOfTheEncoder() {
    var packet = new Packet(3, MemorySegment.ofArray(new byte[40]));
    var failure = assertThrows(GopException.class, () -> Measured.split(packet));
    assertEquals(GopException.Kind.ENCODER, failure.kind());
  }

  private static EncoderSettings measuring(String isolate) {
    EncoderSettings settings = Libraries.settings(160, isolate);
    return settings.with(settings.options().with(EncoderBackendProvider.MEASURE, "true"));
  }

  private static String encode(
      VideoFormat format, EncoderSettings settings, List<FrameQuality> qualities) {
    try (var backend = new Librav1eBackendProvider().open(format, settings);
        var encoder = backend.encoder();
        var film = new SyntheticFilm(format, FRAMES)) {
      List<Frame> frames = IntStream.range(0, FRAMES).mapToObj(film::frame).toList();
      var sender =
          new GopRun(() -> {
            frames.forEach(encoder::send);
            encoder.finish();
            return "";
          });
      List<Packet> packets = new ArrayList<>();
      Packet packet;
      while ((packet = encoder.receive()) != null) {
        packets.add(packet);
        if (settings.options().get(EncoderBackendProvider.MEASURE) == null) {
          assertNull(encoder.quality());
        } else {
          qualities.add(Objects.requireNonNull(encoder.quality()));
        }
      }
      sender.result();
      return GopRun.digest(packets);
    }
  }
}
