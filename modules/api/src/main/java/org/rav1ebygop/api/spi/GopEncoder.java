package org.rav1ebygop.api.spi;

import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameQuality;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.ToolUse;

/// Encodes one GOP: frames in, packets out as they are made.
///
/// One thread sends and finishes while another receives; the two must be different threads, because
/// an encoder whose packets nobody takes stops taking frames. Any thread may close, which makes the
/// other two fail at once.
public interface GopEncoder extends AutoCloseable {
  /// Hands over the next frame, waiting while the encoder is busy. The frame has been read when
  /// this returns.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind ENCODER when the encoder has failed or is
  ///   closed
  void send(Frame frame);

  /// There are no more frames.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind ENCODER when the encoder has failed or is
  ///   closed
  void finish();

  /// Waits for the next packet.
  ///
  /// @return the next packet in presentation order, or null when the GOP is complete, which
  ///   includes that the encoder ended without complaint
  /// @throws org.rav1ebygop.api.GopException of kind ENCODER when the encoder has failed or is
  ///   closed, quoting what it said last
  @Nullable Packet receive();

  /// The quality of the frame of the packet that [#receive] returned last; null from an encoder
  /// that does not measure it. Asked by the thread that receives.
  default @Nullable FrameQuality quality() {
    return null;
  }

  /// Which coding tools it has used in the GOP; null from an encoder that does not tell, and from
  /// every one before [#receive] has returned null. Asked by the thread that receives.
  default @Nullable ToolUse tools() {
    return null;
  }

  /// What the encoder wrote for humans so far, its latest part if that is long. May be asked by any
  /// thread, also after [#close]; then it is all that came.
  default String log() {
    return "";
  }

  /// Ends the encoder at once, with all processes it started, and waits until they are gone. Does
  /// nothing when it has ended already.
  @Override
  void close();
}
