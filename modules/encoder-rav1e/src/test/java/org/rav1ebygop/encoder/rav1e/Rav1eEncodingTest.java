package org.rav1ebygop.encoder.rav1e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rav1ebygop.api.ChromaPosition;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.ColorDescription;
import org.rav1ebygop.api.ColorPrimaries;
import org.rav1ebygop.api.ContentLight;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.MasteringDisplay;
import org.rav1ebygop.api.MasteringDisplay.Chromaticity;
import org.rav1ebygop.api.MatrixCoefficients;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.PixelRange;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.api.TransferCharacteristics;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.av1.IvfHeader;
import org.rav1ebygop.av1.IvfReader;
import org.rav1ebygop.av1.IvfWriter;
import org.rav1ebygop.testkit.GopRun;
import org.rav1ebygop.testkit.SyntheticFilm;
import org.rav1ebygop.y4m.Y4mHeader;

/// Real encoding, checked with rav1e itself and with a decoder.
class Rav1eEncodingTest {
  private static final int FRAMES = 5;

  @TempDir Path folder;

  static Stream<FrameLayout> layouts() {
    return Stream.of(8, 10, 12)
        .flatMap(depth ->
            Stream.of(ChromaSampling.values()).flatMap(sampling -> layouts(sampling, depth)));
  }

  /// Odd heights always; odd widths where rav1e can read them.
  private static Stream<FrameLayout> layouts(ChromaSampling sampling, int depth) {
    var even = Stream.of(new FrameLayout(66, 51, sampling, depth));
    boolean oddWidths = depth == 8 || sampling == ChromaSampling.CS444;
    return oddWidths
        ? Stream.concat(even, Stream.of(new FrameLayout(65, 50, sampling, depth)))
        : even;
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void everyFrameCanBeDecoded(FrameLayout layout) throws Exception {
    VideoFormat format = SyntheticFilm.format(layout);
    List<Packet> packets = encode(format, settings(null, 1, Tools.options()));
    assertEquals(FRAMES, packets.size());
    Path file = folder.resolve("gop.ivf");
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var writer =
          new IvfWriter(
              channel, new IvfHeader(layout.width(), layout.height(), format.frameRate(), FRAMES));
      for (Packet packet : packets) {
        writer.write(packet);
      }
      writer.flush();
    }
    assertEquals(FRAMES * layout.frameBytes(), Files.size(decode(file)));
  }

  @Test
  void packetsAreThoseOfRav1eRunByHand() throws Exception {
    assertSameAsByHand(
        SyntheticFilm.format(new FrameLayout(96, 64, ChromaSampling.CS420, 8)),
        settings(null, 1, Tools.options()),
        List.of("--quantizer", "120", "--tiles", "1", "--range", "limited"));
  }

  @Test
  void bitrateHasTheQuantizerAsItsFloor() throws Exception {
    assertSameAsByHand(
        SyntheticFilm.format(new FrameLayout(96, 64, ChromaSampling.CS420, 8)),
        settings(40, 1, Tools.options()),
        List.of("-b", "40", "--min-quantizer", "120", "--range", "limited"));
  }

  @Test
  void threadsDoNotChangeTheBits() throws Exception {
    assertSameAsByHand(
        SyntheticFilm.format(new FrameLayout(192, 128, ChromaSampling.CS420, 8)),
        settings(null, 4, Tools.options().with("tune", "psnr")),
        List.of(
            "--quantizer",
            "120",
            "--tiles",
            "4",
            "--threads",
            "7",
            "--tune",
            "psnr",
            "--range",
            "limited"));
  }

  @Test
  void colourAndLightReachTheBitstream() throws Exception {
    var point = new Chromaticity(0.25, 0.5);
    var color =
        new ColorDescription(
            PixelRange.FULL,
            ColorPrimaries.BT2020,
            TransferCharacteristics.SMPTE2084,
            MatrixCoefficients.BT2020NCL,
            new MasteringDisplay(point, point, point, point, 1000, 0.0001),
            new ContentLight(1000, 400));
    assertSameAsByHand(
        SyntheticFilm.format(new FrameLayout(64, 64, ChromaSampling.CS420, 10)).withColor(color),
        settings(null, 1, Tools.options()),
        List.of(
            "--quantizer",
            "120",
            "--range",
            "full",
            "--primaries",
            "bt2020",
            "--transfer",
            "smpte2084",
            "--matrix",
            "bt2020ncl",
            "--content-light",
            "1000,400",
            "--mastering-display",
            "G(0.25,0.5)B(0.25,0.5)R(0.25,0.5)WP(0.25,0.5)L(1000,0.0001)"));
  }

  @Test
  void everyColourNameIsKnownToRav1e() throws IOException {
    var layout = new FrameLayout(64, 64, ChromaSampling.CS444, 8);
    var color = ColorDescription.UNSPECIFIED;
    List<ColorDescription> colors = new ArrayList<>();
    Stream.of(ColorPrimaries.values()).forEach(it -> colors.add(color.with(it, null, null)));
    Stream.of(TransferCharacteristics.values())
        .forEach(it -> colors.add(color.with(null, it, null)));
    Stream.of(MatrixCoefficients.values()).forEach(it -> colors.add(color.with(null, null, it)));
    for (ColorDescription each : colors) {
      var format = SyntheticFilm.format(layout).withColor(each);
      new Rav1eBackendProvider().open(format, settings(null, 1, Tools.options())).close();
    }
  }

  @Test
  void frameRateAndSampleShapeReachRav1e() throws Exception {
    var format =
        new VideoFormat(
            new FrameLayout(64, 48, ChromaSampling.CS420, 8),
            new Rational(30000, 1001),
            new Rational(64, 45),
            ChromaPosition.VERTICAL,
            ColorDescription.UNSPECIFIED);
    assertSameAsByHand(
        format,
        settings(null, 1, Tools.options()),
        List.of("--quantizer", "120", "--range", "limited"));
  }

  @Test
  void packetsComeBeforeTheLastFrameIsSent() {
    var format = SyntheticFilm.format(new FrameLayout(64, 48, ChromaSampling.CS420, 8));
    try (var backend = new Rav1eBackendProvider().open(format, settings(null, 1, Tools.options()));
        var encoder = backend.encoder();
        var film = new SyntheticFilm(format, 60)) {
      IntStream.range(0, 60).mapToObj(film::frame).forEach(encoder::send);
      for (int index = 0; index < 20; index++) {
        Packet packet = encoder.receive();
        assertEquals(index, packet == null ? -1 : packet.index());
      }
      encoder.finish();
      assertEquals(40, GopRun.receiveAll(encoder).size());
      assertTrue(encoder.log().contains("Encoding settings"), encoder.log());
    }
  }

  private static EncoderSettings settings(
      @Nullable Integer maxBitrate, int tiles, Options options) {
    return new EncoderSettings(10, 120, maxBitrate, tiles, options);
  }

  private static List<Frame> frames(VideoFormat format) {
    try (var film = new SyntheticFilm(format, FRAMES)) {
      return IntStream.range(0, FRAMES).mapToObj(film::frame).toList();
    }
  }

  private static List<Packet> encode(VideoFormat format, EncoderSettings settings) {
    try (var backend = new Rav1eBackendProvider().open(format, settings);
        var encoder = backend.encoder()) {
      return GopRun.encode(encoder, frames(format));
    }
  }

  private void assertSameAsByHand(
      VideoFormat format, EncoderSettings settings, List<String> arguments) throws Exception {
    Path input = folder.resolve("input.y4m");
    Files.write(input, y4m(format));
    Path output = folder.resolve("output.ivf");
    List<String> command =
        new ArrayList<>(
            List.of(Tools.rav1e().toString(), input.toString(), "-o", output.toString()));
    command.addAll(List.of("--no-scene-detection", "--keyint", "0", "--speed", "10"));
    command.addAll(arguments);
    run(command);
    try (var reader = new IvfReader(FileChannel.open(output))) {
      List<Packet> byHand = new ArrayList<>();
      Packet packet;
      while ((packet = reader.next()) != null) {
        byHand.add(packet);
      }
      assertEquals(FRAMES, byHand.size());
      assertEquals(GopRun.digest(byHand), GopRun.digest(encode(format, settings)));
    }
  }

  private static byte[] y4m(VideoFormat format) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write((Y4mHeader.format(format) + "\n").getBytes(US_ASCII));
    for (Frame frame : frames(format)) {
      bytes.write("FRAME\n".getBytes(US_ASCII));
      bytes.write(frame.data().toArray(ValueLayout.JAVA_BYTE));
    }
    return bytes.toByteArray();
  }

  private Path decode(Path file) throws Exception {
    Path raw = folder.resolve("decoded.yuv");
    run(
        List.of(
            Tools.dav1d().toString(),
            "-q",
            "-i",
            file.toString(),
            "-o",
            raw.toString(),
            "--muxer",
            "yuv"));
    return raw;
  }

  private static void run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new ByteArrayOutputStream();
    process.getInputStream().transferTo(output);
    assertEquals(0, process.waitFor(), () -> command + ": " + output);
  }
}
