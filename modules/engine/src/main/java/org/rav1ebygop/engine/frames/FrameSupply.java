package org.rav1ebygop.engine.frames;

import java.util.function.BooleanSupplier;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.Gop;

/// Hands the frames of the source to analysis and to slots.
public sealed interface FrameSupply permits SeekableSupply, StreamSupply {
  /// Waits for the next frame for analysis, called by one thread.
  ///
  /// @param standstill whether no encoder can go on without a frame that analysis has not seen
  /// @return false at the end of the film
  /// @throws org.rav1ebygop.api.GopException when the source fails
  boolean advance(FrameConsumer analysis, BooleanSupplier standstill) throws InterruptedException;

  /// Frames of the film, or -1 while that is not known.
  long knownFrames();

  /// Lends a frame that analysis has seen to a slot.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind ENCODER when the frame is no longer there
  Loan lend(long index);

  /// No encoder needs this frame.
  void unneeded(long index);

  /// A slot has begun to wait for frames that analysis has not seen, or another one has ended.
  void starved();

  /// A GOP is to be encoded again.
  ///
  /// @param endFrame the first frame after it, as far as it is known
  /// @return false when its frames are no longer there
  boolean rewind(long firstFrame, long endFrame);

  /// Whether a GOP could be encoded again, as of now.
  boolean canRewind(long firstFrame);

  /// Nobody will ask for frames of this GOP any more.
  void release(Gop gop);

  /// Ends all waiting.
  void close();

  /// Whether it was closed, so that an end of the source proves nothing.
  boolean isClosed();

  /// Closes it and gives its memory back; no frame may be read any more.
  void free();

  /// A frame that one slot reads: until it says so, or its GOP is to be encoded again or is
  /// released. Calls on a loan that has ended do nothing, because others may read the frame.
  interface Loan {
    /// The frame.
    Frame frame();

    /// An encoder has read it.
    void sent();

    /// The slot reads it no more, though no encoder may have read it.
    void end();
  }

  /// Sees a frame before the slots may.
  interface FrameConsumer {
    /// Reads the frame, until it returns.
    void accept(Frame frame);
  }
}
