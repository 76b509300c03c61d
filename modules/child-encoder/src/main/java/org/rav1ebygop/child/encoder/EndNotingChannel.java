package org.rav1ebygop.child.encoder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/// A channel that remembers whether its end was reached, which tells data that is cut off from data
/// that is wrong.
final class EndNotingChannel implements ReadableByteChannel {
  private final ReadableByteChannel channel;
  private boolean ended;

  EndNotingChannel(ReadableByteChannel channel) {
    this.channel = channel;
  }

  boolean ended() {
    return ended;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    int count = channel.read(target);
    ended |= count < 0;
    return count;
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
