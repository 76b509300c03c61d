package org.rav1ebygop.engine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.SourceFingerprint;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.SeekableSource;

/// A film that from one frame on is mapped from a file that was cut off.
final class LostPages implements SeekableSource {
  private final SeekableSource film;
  private final long from;
  private final MemorySegment lost;

  /// @param directory for the file
  /// @param from the first frame that is lost
  LostPages(SeekableSource film, Path directory, long from) throws IOException {
    this.film = film;
    this.from = from;
    int bytes = Math.toIntExact(film.format().layout().frameBytes());
    Path file = Files.write(directory.resolve("mapped"), new byte[bytes]);
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      lost = channel.map(MapMode.READ_ONLY, 0, bytes, Arena.ofAuto());
      channel.truncate(0);
    }
  }

  @Override
  public VideoFormat format() {
    return film.format();
  }

  @Override
  public long frameCount() {
    return film.frameCount();
  }

  @Override
  public Frame frame(long index) {
    return index < from ? film.frame(index) : new Frame(index, film.format().layout(), lost);
  }

  @Override
  public SourceFingerprint fingerprint() {
    return film.fingerprint();
  }

  @Override
  public void close() {
    film.close();
  }
}
