package org.rav1ebygop.engine.frames;

import java.util.function.BooleanSupplier;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.spi.SeekableSource;

/// Frames straight from a seekable source; nothing is kept.
public final class SeekableSupply implements FrameSupply {
  private final SeekableSource source;
  private final long frames;
  private long next;
  private volatile boolean closed;

  /// @param source stays the caller's to close
  /// @param limit use no more frames than this
  public SeekableSupply(SeekableSource source, long limit) {
    this.source = source;
    this.frames = Math.min(source.frameCount(), limit);
  }

  @Override
  public boolean advance(FrameConsumer analysis, BooleanSupplier standstill)
      throws InterruptedException {
    if (closed) {
      throw new InterruptedException("closed");
    }
    if (next == frames) {
      return false;
    }
    long index = next++;
    analysis.accept(source.frame(index));
    source.release(index);
    return true;
  }

  @Override
  public long knownFrames() {
    return frames;
  }

  @Override
  public Loan lend(long index) {
    return new Whole(source, source.frame(index));
  }

  @Override
  public void unneeded(long index) {
    source.release(index);
  }

  @Override
  public void starved() {}

  @Override
  public boolean rewind(long firstFrame, long endFrame) {
    return true;
  }

  @Override
  public boolean canRewind(long firstFrame) {
    return true;
  }

  @Override
  public void release(Gop gop) {}

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void free() {
    close();
  }

  /// Nothing is taken back while it is read.
  private record Whole(SeekableSource source, Frame frame) implements Loan {
    @Override
    public void sent() {
      source.release(frame.index());
    }

    @Override
    public void end() {}
  }
}
