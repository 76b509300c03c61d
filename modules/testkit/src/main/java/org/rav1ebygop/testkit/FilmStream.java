package org.rav1ebygop.testkit;

import java.lang.foreign.MemorySegment;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.api.spi.StreamSource;

/// A film as a pipe delivers it, with a producer that may stall or break off.
public final class FilmStream implements StreamSource {
  private final SeekableSource film;
  private final long stallAt;
  private final long failAt;
  private long next;
  private long reading = -1;
  private boolean closed;

  /// All of the film.
  public FilmStream(SeekableSource film) {
    this(film, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  private FilmStream(SeekableSource film, long stallAt, long failAt) {
    this.film = film;
    this.stallAt = stallAt;
    this.failAt = failAt;
  }

  /// A film whose producer stalls for ever before it delivers a frame.
  public static FilmStream stallingAt(SeekableSource film, long frame) {
    return new FilmStream(film, frame, Long.MAX_VALUE);
  }

  /// A film that is damaged at a frame.
  public static FilmStream failingAt(SeekableSource film, long frame) {
    return new FilmStream(film, Long.MAX_VALUE, frame);
  }

  /// Waits until a frame has been asked for.
  public synchronized void awaitRead(long frame) throws InterruptedException {
    while (reading < frame) {
      wait();
    }
  }

  /// Frames delivered so far.
  public synchronized long delivered() {
    return next;
  }

  @Override
  public VideoFormat format() {
    return film.format();
  }

  /// Stalls until it is closed; an interrupt is not enough, as with a real pipe.
  @Override
  public synchronized boolean read(MemorySegment target) {
    reading = next;
    notifyAll();
    boolean interrupted = false;
    while (next == stallAt && !closed) {
      try {
        wait();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (closed) {
      throw GopException.input("the stream is closed");
    }
    if (next == failAt) {
      throw GopException.input("the stream is damaged at frame " + next);
    }
    if (next == film.frameCount()) {
      return false;
    }
    target.copyFrom(film.frame(next++).data());
    return true;
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
