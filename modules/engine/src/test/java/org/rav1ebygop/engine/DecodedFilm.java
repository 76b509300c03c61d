package org.rav1ebygop.engine;

import java.lang.foreign.MemorySegment;
import java.time.Instant;
import org.rav1ebygop.api.SourceFingerprint;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.StreamSource;
import org.rav1ebygop.testkit.FilmStream;

/// A film in a file that can only be read from its beginning.
///
/// @param samples what the file is recognised by
/// @param changed when it was last written to
record DecodedFilm(FilmStream frames, String samples, Instant changed) implements StreamSource {
  DecodedFilm(String samples) {
    this(new FilmStream(new CachedFilm(30)), samples, Instant.EPOCH);
  }

  @Override
  public VideoFormat format() {
    return frames.format();
  }

  @Override
  public boolean read(MemorySegment target) {
    return frames.read(target);
  }

  @Override
  public SourceFingerprint fingerprint() {
    return new SourceFingerprint(1, changed, samples);
  }

  @Override
  public void close() {
    frames.close();
  }
}
