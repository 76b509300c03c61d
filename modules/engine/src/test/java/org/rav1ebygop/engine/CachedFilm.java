package org.rav1ebygop.engine;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.SourceFingerprint;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.SyntheticFilm;

/// The beginning of one synthetic film, painted once for all tests.
final class CachedFilm implements SeekableSource {
  private static final SyntheticFilm FILM =
      new SyntheticFilm(RecordedEncoder.FORMAT, 400, 50, 120, 200, 290);
  private static final List<Frame> FRAMES =
      IntStream.range(0, 400).mapToObj(i -> FILM.frame(i)).toList();

  private final int frames;

  CachedFilm(int frames) {
    this.frames = frames;
  }

  @Override
  public VideoFormat format() {
    return RecordedEncoder.FORMAT;
  }

  @Override
  public long frameCount() {
    return frames;
  }

  @Override
  public Frame frame(long index) {
    if (index >= frames) {
      throw new IndexOutOfBoundsException("frame " + index + " of " + frames);
    }
    return FRAMES.get((int) index);
  }

  @Override
  public SourceFingerprint fingerprint() {
    return new SourceFingerprint(frames, Instant.EPOCH, "cached");
  }

  @Override
  public void close() {}
}
