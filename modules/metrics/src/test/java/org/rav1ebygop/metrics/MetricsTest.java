package org.rav1ebygop.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.FrameQuality;

/// The judge is ffmpeg.
class MetricsTest {
  private static final int FRAMES = 3;
  private static final double DECIBEL = 0.01;
  private static final double SIMILARITY = 0.0005;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "yuv420p, CS420, 8, 128, 72, 12",
    "yuv420p, CS420, 8, 131, 75, 40",
    "yuv422p, CS422, 8, 130, 66, 3",
    "yuv444p, CS444, 8, 96, 64, 60",
    "yuv420p10le, CS420, 10, 128, 72, 12",
    "yuv422p10le, CS422, 10, 66, 50, 30",
    "yuv444p12le, CS444, 12, 64, 48, 20",
  })
  void agreesWithFfmpeg(
      String pixels, ChromaSampling sampling, int depth, int width, int height, int noise)
      throws IOException, InterruptedException {
    var layout = new FrameLayout(width, height, sampling, depth);
    Path source = raw("source", pixels, layout, "null");
    Path other =
        raw(
            "other",
            pixels,
            layout,
            String.format(Locale.ROOT, "noise=alls=%d:allf=t,gblur=0.7", noise));
    List<FrameQuality> frames = compare(layout, source, other);
    List<Double> psnr =
        ffmpeg("psnr", "psnr_(?:avg|y|u|v):([0-9.]+)", pixels, layout, source, other);
    List<Double> ssim = ffmpeg("ssim", "(?:Y|U|V|All):([0-9.]+)", pixels, layout, source, other);
    assertEquals(4 * FRAMES, psnr.size());
    assertEquals(4 * FRAMES, ssim.size());
    for (int i = 0; i < FRAMES; i++) {
      QualitySum frame = QualitySum.of(layout, frames.get(i));
      assertEquals(psnr.get(4 * i), frame.psnr(), DECIBEL);
      assertEquals(ssim.get(4 * i + 3), frame.ssim(), SIMILARITY);
      for (int plane = 0; plane < FrameLayout.PLANES; plane++) {
        assertEquals(psnr.get(4 * i + 1 + plane), frame.psnr(plane), DECIBEL);
        assertEquals(ssim.get(4 * i + plane), frame.ssim(plane), SIMILARITY);
      }
    }
  }

  @Test
  void equalPicturesAreAsNearAsCanBe() {
    var layout = new FrameLayout(16, 16, ChromaSampling.CS420, 8);
    var frame = new Frame(0, layout, MemorySegment.ofArray(new byte[(int) layout.frameBytes()]));
    QualitySum sum = QualitySum.of(layout, new PictureComparison(layout).compare(frame, frame));
    assertEquals(Double.POSITIVE_INFINITY, sum.psnr());
    assertEquals(1, sum.ssim());
  }

  @Test
  void theGreatestDifferenceFitsAllSums() {
    var layout = new FrameLayout(4096, 16, ChromaSampling.CS444, 12);
    byte[] white = new byte[(int) layout.frameBytes()];
    for (int i = 0; i < white.length; i += 2) {
      white[i] = (byte) 0xFF;
      white[i + 1] = 0x0F;
    }
    var one = new Frame(0, layout, MemorySegment.ofArray(white));
    var two = new Frame(0, layout, MemorySegment.ofArray(new byte[white.length]));
    FrameQuality quality = new PictureComparison(layout).compare(one, two);
    assertEquals(4095L * 4095 * 4096 * 16, quality.luma().squares());
    assertEquals(0, QualitySum.of(layout, quality).psnr(), 1e-9);
    assertTrue(Math.abs(quality.luma().ssim()) < 1e-3);
  }

  /// Squares are added up before they become decibels.
  @Test
  void aSumOfFramesIsNotAMeanOfDecibels() {
    var layout = new FrameLayout(16, 16, ChromaSampling.CS420, 8);
    var sum = new QualitySum(layout);
    var none = new FrameQuality.Plane(0, 1);
    sum.add(new FrameQuality(new FrameQuality.Plane(256, 0.5), none, none));
    sum.add(new FrameQuality(none, none, none));
    assertEquals(10 * Math.log10(255 * 255 * 2), sum.psnr(0), 1e-9);
    assertEquals(0.75, sum.ssim(0), 1e-9);
    assertEquals(2, sum.frames());
  }

  private static List<FrameQuality> compare(FrameLayout layout, Path one, Path two)
      throws IOException {
    byte[] a = Files.readAllBytes(one);
    byte[] b = Files.readAllBytes(two);
    assertEquals(FRAMES * layout.frameBytes(), a.length);
    var comparison = new PictureComparison(layout);
    var frames = new ArrayList<FrameQuality>();
    for (int i = 0; i < FRAMES; i++) {
      frames.add(comparison.compare(frame(a, layout, i), frame(b, layout, i)));
    }
    return frames;
  }

  private static Frame frame(byte[] film, FrameLayout layout, int index) {
    long bytes = layout.frameBytes();
    return new Frame(
        index, layout, MemorySegment.ofArray(film).asSlice(index * bytes, bytes).asReadOnly());
  }

  private Path raw(String name, String pixels, FrameLayout layout, String filter)
      throws IOException, InterruptedException {
    Path file = folder.resolve(name + ".yuv");
    // It makes even sizes only.
    String graph =
        String.format(
            Locale.ROOT,
            "testsrc2=s=256x144,scale=%d:%d,format=%s,%s",
            layout.width(),
            layout.height(),
            pixels,
            filter);
    var _ =
        run(
            "-f",
            "lavfi",
            "-i",
            graph,
            "-frames:v",
            "" + FRAMES,
            "-pix_fmt",
            pixels,
            "-f",
            "rawvideo",
            file.toString());
    return file;
  }

  /// The numbers of a filter, frame by frame.
  private List<Double> ffmpeg(
      String filter, String pattern, String pixels, FrameLayout layout, Path one, Path two)
      throws IOException, InterruptedException {
    String size = layout.width() + "x" + layout.height();
    Path stats = folder.resolve(filter);
    var _ =
        run(
            "-f",
            "rawvideo",
            "-pix_fmt",
            pixels,
            "-s",
            size,
            "-i",
            two.toString(),
            "-f",
            "rawvideo",
            "-pix_fmt",
            pixels,
            "-s",
            size,
            "-i",
            one.toString(),
            "-lavfi",
            filter + "=stats_file=" + stats,
            "-f",
            "null",
            "-");
    Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(stats));
    List<Double> numbers = new ArrayList<>();
    while (matcher.find()) {
      numbers.add(Double.valueOf(matcher.group(1)));
    }
    return numbers;
  }

  private static String run(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
