package org.rav1ebygop.api.spi;

import java.lang.foreign.MemorySegment;
import org.rav1ebygop.api.FrameLayout;

/// Decodes one film, shown frame after shown frame, without film grain: what is compared with the
/// source is what the encoder made of it. Used by one thread, but closed by any.
///
/// A decoder that makes no progress for a minute is ended. When it fails for a reason that is not
/// in the film (no progress, killed from outside, no memory), that is of kind ENVIRONMENT in every
/// method.
public interface Decoder extends AutoCloseable {
  /// The layout of all frames, as the decoder found it. Waits for the first frame.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind INPUT when the film cannot be decoded or shows
  ///   no frame, of kind ENCODER when this is closed
  FrameLayout layout();

  /// Waits for the next frame that is shown.
  ///
  /// @param target exactly `layout().frameBytes()` bytes
  /// @return false when there was no further frame and the decoder found no fault anywhere;
  ///   `target` is then undefined
  /// @throws org.rav1ebygop.api.GopException of kind INPUT when the decoder finds a fault, also one
  ///   in frames it has handed out before; of kind ENCODER when this is closed
  boolean read(MemorySegment target);

  /// Ends the decoder at once, with all processes it started, and waits until they are gone. Does
  /// nothing when it has ended already.
  @Override
  void close();
}
