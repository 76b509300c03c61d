package org.rav1ebygop.muxer.ivf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.Set;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.MuxRequest;
import org.rav1ebygop.api.spi.Muxer;
import org.rav1ebygop.api.spi.MuxerProvider;
import org.rav1ebygop.av1.IvfHeader;
import org.rav1ebygop.av1.IvfWriter;

/// Makes IVF files whose header tells the frame count and whose time stamps are frame indices.
public final class IvfMuxerProvider implements MuxerProvider {
  /// Where the header has the codec.
  private static final int CODEC = 8;

  /// Finds nothing out and opens nothing.
  public IvfMuxerProvider() {}

  @Override
  public String id() {
    return "ivf";
  }

  @Override
  public String description() {
    return "IVF, the plain container of AV1 tools";
  }

  @Override
  public Set<String> extensions() {
    return Set.of("ivf");
  }

  /// With the signature of IVF, and of AV1 as its codec.
  @Override
  public boolean recognizes(byte[] beginning) {
    return beginning.length >= CODEC + 4
        && text(beginning, 0).equals("DKIF")
        && text(beginning, CODEC).equals("AV01");
  }

  private static String text(byte[] beginning, int at) {
    return new String(beginning, at, 4, ISO_8859_1);
  }

  @Override
  public Muxer open(MuxRequest request) {
    request.options().requireKnown("the muxer ivf", options());
    IvfWriter writer = new IvfWriter(request.channel(), header(request));
    return new FilmMuxer(
        request,
        new PacketSink() {
          @Override
          public void write(Packet packet) throws IOException {
            writer.write(packet);
          }

          @Override
          public void flush() throws IOException {
            writer.flush();
          }
        });
  }

  private static IvfHeader header(MuxRequest request) {
    FrameLayout layout = request.format().layout();
    try {
      return new IvfHeader(
          layout.width(), layout.height(), request.format().frameRate(), request.frameCount());
    } catch (IllegalArgumentException e) {
      throw GopException.usage(e.getMessage() + "; choose another container");
    }
  }
}
