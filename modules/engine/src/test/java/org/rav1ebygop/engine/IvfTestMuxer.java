package org.rav1ebygop.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.Set;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.MuxRequest;
import org.rav1ebygop.api.spi.Muxer;
import org.rav1ebygop.api.spi.MuxerProvider;
import org.rav1ebygop.av1.IvfHeader;
import org.rav1ebygop.av1.IvfWriter;

/// IVF by the writer of the `av1` module.
///
/// @param damage done to packets on their way
record IvfTestMuxer(Damage damage) implements MuxerProvider {
  /// Changes a packet.
  interface Damage {
    Packet apply(Packet packet);
  }

  IvfTestMuxer() {
    this(packet -> packet);
  }

  @Override
  public String id() {
    return "ivf";
  }

  @Override
  public String description() {
    return "IVF";
  }

  @Override
  public Set<String> extensions() {
    return Set.of("ivf");
  }

  @Override
  public boolean recognizes(byte[] beginning) {
    return new String(beginning, ISO_8859_1).startsWith("DKIF");
  }

  @Override
  public Muxer open(MuxRequest request) {
    VideoFormat format = request.format();
    var header =
        new IvfHeader(
            format.layout().width(),
            format.layout().height(),
            format.frameRate(),
            request.frameCount());
    var writer = new IvfWriter(request.channel(), header);
    return new Muxer() {
      @Override
      public void write(Packet packet) {
        try {
          writer.write(damage.apply(packet));
          writer.flush();
        } catch (IOException e) {
          throw GopException.environment("cannot write the film: " + e, e);
        }
      }

      @Override
      public void finish() {}

      @Override
      public void close() {}
    };
  }
}
