package org.rav1ebygop.child.encoder;

import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameQuality;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.ToolUse;
import org.rav1ebygop.api.spi.GopEncoder;

/// An encoder that leaves to another what a subclass does not do itself.
public abstract class ForwardingEncoder implements GopEncoder {
  private final GopEncoder encoder;

  /// @param encoder that does the work
  protected ForwardingEncoder(GopEncoder encoder) {
    this.encoder = encoder;
  }

  @Override
  public void send(Frame frame) {
    encoder.send(frame);
  }

  @Override
  public void finish() {
    encoder.finish();
  }

  @Override
  public @Nullable Packet receive() {
    return encoder.receive();
  }

  @Override
  public @Nullable FrameQuality quality() {
    return encoder.quality();
  }

  @Override
  public @Nullable ToolUse tools() {
    return encoder.tools();
  }

  @Override
  public String log() {
    return encoder.log();
  }

  @Override
  public void close() {
    encoder.close();
  }
}
