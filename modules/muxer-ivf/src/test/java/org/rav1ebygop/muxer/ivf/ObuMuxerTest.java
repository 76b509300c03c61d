package org.rav1ebygop.muxer.ivf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.MuxerProvider;
import org.rav1ebygop.av1.ObuStreamReader;
import org.rav1ebygop.testkit.MuxerContract;

class ObuMuxerTest extends MuxerContract {
  @Override
  protected MuxerProvider provider() {
    return new ObuMuxerProvider();
  }

  @Override
  protected List<Packet> readBack(byte[] container) throws IOException {
    List<Packet> packets = new ArrayList<>();
    var channel = Channels.newChannel(new ByteArrayInputStream(container));
    try (var reader = new ObuStreamReader(channel)) {
      for (Packet packet = reader.next(); packet != null; packet = reader.next()) {
        packets.add(packet);
      }
    }
    return packets;
  }
}
