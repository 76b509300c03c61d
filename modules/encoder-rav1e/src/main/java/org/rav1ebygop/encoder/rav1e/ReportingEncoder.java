package org.rav1ebygop.encoder.rav1e;

import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.ToolUse;
import org.rav1ebygop.api.spi.GopEncoder;
import org.rav1ebygop.child.encoder.ForwardingEncoder;

/// An encoder that was told to be verbose.
final class ReportingEncoder extends ForwardingEncoder {
  private volatile boolean ended;

  ReportingEncoder(GopEncoder encoder) {
    super(encoder);
  }

  @Override
  public @Nullable Packet receive() {
    Packet packet = super.receive();
    ended = packet == null;
    return packet;
  }

  @Override
  public @Nullable ToolUse tools() {
    return ended ? ToolReport.read(log()) : null;
  }
}
