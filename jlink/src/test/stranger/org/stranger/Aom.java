package org.stranger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.rav1ebygop.api.*;
import org.rav1ebygop.api.spi.*;

/// Encodes with aomenc, when all frames of a GOP are there.
public final class Aom implements EncoderBackendProvider {
  @Override
  public String id() {
    return "aom";
  }

  @Override
  public String description() {
    return "aomenc, plainly";
  }

  @Override
  public EncoderBackend open(VideoFormat format, EncoderSettings settings) {
    settings.options().requireKnown(id(), options());
    String level = Integer.toString(settings.quantizer() / 4);
    return new EncoderBackend() {
      @Override
      public EncoderIdentity identity() {
        return new EncoderIdentity(id(), "1", level.repeat(64).substring(0, 64));
      }

      @Override
      public long memoryPerEncoder() {
        return 100L << 20;
      }

      @Override
      public GopEncoder encoder() {
        return new Gop(level);
      }

      @Override
      public void close() {}
    };
  }

  private static final class Gop implements GopEncoder {
    private final String level;
    private final ByteArrayOutputStream film = new ByteArrayOutputStream();
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile ByteBuffer ivf;
    private long next;

    Gop(String level) {
      this.level = level;
    }

    @Override
    public void send(Frame frame) {
      FrameLayout layout = frame.layout();
      String header = "YUV4MPEG2 W%d H%d F25:1 C420\n".formatted(layout.width(), layout.height());
      film.writeBytes(((film.size() == 0 ? header : "") + "FRAME\n").getBytes());
      film.writeBytes(frame.data().toArray(ValueLayout.JAVA_BYTE));
    }

    @Override
    public void finish() {
      try {
        Path input = Files.write(Files.createTempFile("gop", ".y4m"), film.toByteArray());
        Path output = Files.createTempFile("gop", ".ivf");
        int code =
            new ProcessBuilder(
                    ("aomenc --ivf --passes=1 --quiet --cpu-used=6 --end-usage=q --threads=1"
                            + " --disable-kf --force-video-mode=1 --cq-level=%s -o %s %s")
                        .formatted(level, output, input)
                        .split(" "))
                .start()
                .waitFor();
        if (code != 0) {
          throw GopException.encoder("aomenc ended with " + code, null);
        }
        ivf = ByteBuffer.wrap(Files.readAllBytes(output)).order(ByteOrder.LITTLE_ENDIAN);
        ivf.position(32);
        Files.delete(input);
        Files.delete(output);
      } catch (IOException | InterruptedException e) {
        throw GopException.encoder("aomenc cannot be run", e);
      } finally {
        done.countDown();
      }
    }

    @Override
    public Packet receive() {
      try {
        done.await();
      } catch (InterruptedException e) {
        throw GopException.encoder("interrupted", e);
      }
      ByteBuffer packets = ivf;
      if (packets == null) {
        throw GopException.encoder("there are no packets", null);
      }
      if (!packets.hasRemaining()) {
        return null;
      }
      byte[] data = new byte[packets.getInt()];
      packets.getLong();
      packets.get(data);
      return new Packet(next++, MemorySegment.ofArray(data));
    }

    @Override
    public void close() {
      done.countDown();
    }
  }
}
