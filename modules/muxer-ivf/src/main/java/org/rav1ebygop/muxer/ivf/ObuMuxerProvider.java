package org.rav1ebygop.muxer.ivf;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.MuxRequest;
import org.rav1ebygop.api.spi.Muxer;
import org.rav1ebygop.api.spi.MuxerProvider;
import org.rav1ebygop.av1.ObuStreamWriter;

/// Makes raw OBU streams: the temporal units one after the other, with their temporal delimiters
/// (AV1 specification, section 5.2).
public final class ObuMuxerProvider implements MuxerProvider {
  private static final byte[] DELIMITER = {0x12, 0};

  /// Of the header of an OBU: forbidden, has a size, reserved.
  private static final int FIXED_BITS = 0x83;

  private static final int HAS_SIZE = 0x02;

  /// Finds nothing out and opens nothing.
  public ObuMuxerProvider() {}

  @Override
  public String id() {
    return "obu";
  }

  @Override
  public String description() {
    return "the bare AV1 bitstream (Section 5), without time stamps";
  }

  @Override
  public Set<String> extensions() {
    return Set.of("obu");
  }

  /// A temporal delimiter, and the header of an OBU that has a size.
  @Override
  public boolean recognizes(byte[] beginning) {
    return beginning.length > DELIMITER.length
        && Arrays.mismatch(beginning, DELIMITER) == DELIMITER.length
        && (beginning[DELIMITER.length] & FIXED_BITS) == HAS_SIZE;
  }

  @Override
  public Muxer open(MuxRequest request) {
    request.options().requireKnown("the muxer obu", options());
    ObuStreamWriter writer = new ObuStreamWriter(request.channel());
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
}
