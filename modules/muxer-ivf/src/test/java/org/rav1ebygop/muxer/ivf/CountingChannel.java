package org.rav1ebygop.muxer.ivf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/// Keeps what is written and counts how often that was.
final class CountingChannel implements WritableByteChannel {
  final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  int writes;
  boolean failing;

  @Override
  public int write(ByteBuffer source) throws IOException {
    if (failing) {
      throw new IOException("Broken pipe");
    }
    writes++;
    byte[] part = new byte[source.remaining()];
    source.get(part);
    bytes.writeBytes(part);
    return part.length;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {
    throw new AssertionError("the caller closes the channel");
  }
}
