package org.rav1ebygop.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.SourceFingerprint;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.SeekableSource;

/// A film that watches who reads it, and fails as the test wants.
final class CountingFilm implements SeekableSource {
  private final SeekableSource film;
  private final List<Thread> readers = new ArrayList<>();
  long failAt = -1;
  private long furthest = -1;

  /// From so many reads of that frame on.
  int failOnRead;

  UnaryOperator<Long> onRead = UnaryOperator.identity();

  CountingFilm(SeekableSource film) {
    this.film = film;
  }

  /// Threads that have read it and still live.
  synchronized List<Thread> readers() {
    return readers.stream().filter(Thread::isAlive).toList();
  }

  /// The last frame that was read.
  synchronized long furthest() {
    return furthest;
  }

  @Override
  public long frameCount() {
    return film.frameCount();
  }

  @Override
  public Frame frame(long index) {
    synchronized (this) {
      readers.add(Thread.currentThread());
      furthest = Math.max(furthest, index);
      if (index == failAt && --failOnRead <= 0) {
        throw GopException.input(
            String.format(Locale.ROOT, "frame %d can no longer be read", index));
      }
    }
    return film.frame(onRead.apply(index));
  }

  @Override
  public SourceFingerprint fingerprint() {
    return film.fingerprint();
  }

  @Override
  public VideoFormat format() {
    return film.format();
  }

  @Override
  public void close() {}
}
