package org.rav1ebygop.plugin.ffmpeg.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rav1ebygop.api.ChromaPosition;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.ColorDescription;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.InputReaderProvider;
import org.rav1ebygop.testkit.InputReaderContract;
import org.rav1ebygop.testkit.SyntheticFilm;

final class FfmpegReaderContractTest extends InputReaderContract {
  @Override
  protected InputReaderProvider reader() {
    return new FfmpegReaderProvider();
  }

  @Override
  protected List<SyntheticFilm> films() {
    var films = new ArrayList<SyntheticFilm>();
    for (ChromaSampling sampling : ChromaSampling.values()) {
      for (int depth : new int[] {8, 10, 12}) {
        var layout = new FrameLayout(48, 32, sampling, depth);
        films.add(
            new SyntheticFilm(
                new VideoFormat(
                    layout,
                    new Rational(30_000, 1001),
                    new Rational(64, 45),
                    ChromaPosition.UNKNOWN,
                    ColorDescription.UNSPECIFIED),
                7,
                3));
      }
    }
    return films;
  }

  @Override
  protected byte[] encode(SyntheticFilm film) {
    return Films.lossless(film);
  }

  @Override
  protected List<byte[]> damaged() {
    byte[] whole = encode(films().getFirst());
    byte[] broken = whole.clone();
    Arrays.fill(broken, whole.length / 2, whole.length / 2 + 60, (byte) 0x5A);
    return List.of(
        "no film at all\n".getBytes(UTF_8),
        Arrays.copyOf(whole, 40),
        Arrays.copyOf(whole, whole.length * 2 / 3),
        broken);
  }

  @Override
  protected String suffix() {
    return ".mkv";
  }

  @Override
  protected boolean readsPipes() {
    return false;
  }

  @Override
  protected boolean seeksInFiles() {
    return false;
  }
}
