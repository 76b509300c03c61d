package org.stranger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.rav1ebygop.api.*;
import org.rav1ebygop.api.spi.*;

/// Writes the size of each packet, a line each.
public final class Sizes implements MuxerProvider {
  @Override
  public String id() {
    return "sizes";
  }

  @Override
  public String description() {
    return "the sizes of packets";
  }

  @Override
  public Set<String> extensions() {
    return Set.of("sizes");
  }

  @Override
  public Muxer open(MuxRequest request) {
    return new Muxer() {
      @Override
      public void write(Packet packet) {
        line(packet.size() + "\n");
      }

      @Override
      public void finish() {
        line("frames " + request.frameCount() + "\n");
      }

      @Override
      public void close() {}

      private void line(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        try {
          while (bytes.hasRemaining()) {
            request.channel().write(bytes);
          }
        } catch (IOException e) {
          throw GopException.environment("the sizes cannot be written", e);
        }
      }
    };
  }
}
