package org.rav1ebygop.input.y4m;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rav1ebygop.api.ChromaPosition;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.ColorDescription;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.PixelRange;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.InputReaderProvider;
import org.rav1ebygop.testkit.InputReaderContract;
import org.rav1ebygop.testkit.SyntheticFilm;

final class Y4mReaderContractTest extends InputReaderContract {
  @Override
  protected InputReaderProvider reader() {
    return new Y4mReaderProvider();
  }

  /// All samplings and depths, in even, odd and smallest sizes.
  @Override
  protected List<SyntheticFilm> films() {
    var films = new ArrayList<SyntheticFilm>();
    for (int[] size : new int[][] {{64, 36}, {33, 19}, {1, 1}, {2, 5}}) {
      for (ChromaSampling sampling : ChromaSampling.values()) {
        for (int depth : new int[] {8, 10, 12}) {
          var layout = new FrameLayout(size[0], size[1], sampling, depth);
          films.add(new SyntheticFilm(format(layout, ChromaPosition.COLOCATED), 7, 3));
        }
      }
    }
    var layout = new FrameLayout(16, 16, ChromaSampling.CS420, 8);
    films.add(new SyntheticFilm(format(layout, ChromaPosition.UNKNOWN), 3));
    films.add(new SyntheticFilm(format(layout, ChromaPosition.VERTICAL), 3));
    return films;
  }

  @Override
  protected byte[] encode(SyntheticFilm film) {
    return Y4mFiles.encode(film);
  }

  @Override
  protected List<byte[]> damaged() {
    byte[] whole = encode(films().getFirst());
    int header = new String(whole, ISO_8859_1).indexOf('\n') + 1;
    byte[] noMarker = whole.clone();
    noMarker[header] = 'f';
    return List.of(
        new byte[0],
        Arrays.copyOf(whole, header - 1),
        Arrays.copyOf(whole, header),
        Arrays.copyOf(whole, header + 3),
        Arrays.copyOf(whole, header + 6),
        Arrays.copyOf(whole, whole.length - 1),
        Y4mFiles.join(whole, "F"),
        Y4mFiles.join(whole, "FRAME\n"),
        Y4mFiles.join(whole, "garbage"),
        Y4mFiles.join(whole, "FRAME " + "x".repeat(5000)),
        "YUV4MPEG2 W2 H2 F25:1 C411\nFRAME\n".getBytes(ISO_8859_1),
        noMarker);
  }

  @Override
  protected String suffix() {
    return ".y4m";
  }

  private static VideoFormat format(FrameLayout layout, ChromaPosition position) {
    return new VideoFormat(
        layout,
        new Rational(30_000, 1001),
        new Rational(64, 45),
        position,
        ColorDescription.ofRange(PixelRange.FULL));
  }
}
