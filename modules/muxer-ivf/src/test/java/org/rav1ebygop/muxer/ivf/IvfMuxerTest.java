package org.rav1ebygop.muxer.ivf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.MuxerProvider;
import org.rav1ebygop.av1.IvfHeader;
import org.rav1ebygop.av1.IvfReader;
import org.rav1ebygop.testkit.MuxerContract;
import org.rav1ebygop.testkit.SyntheticFilm;

class IvfMuxerTest extends MuxerContract {
  @Override
  protected MuxerProvider provider() {
    return new IvfMuxerProvider();
  }

  @Override
  protected List<Packet> readBack(byte[] container) throws IOException {
    List<Packet> packets = new ArrayList<>();
    try (var reader = reader(container)) {
      IvfHeader expected = new IvfHeader(64, 48, format().frameRate(), film().size());
      assertEquals(expected, reader.header());
      for (Packet packet = reader.next(); packet != null; packet = reader.next()) {
        packets.add(packet);
      }
    }
    return packets;
  }

  @Test
  void picturesThatIvfCannotDescribeAreRefused() {
    var format = SyntheticFilm.format(new FrameLayout(65_536, 16, ChromaSampling.CS420, 8));
    var request = new Request(format, 1, new CountingChannel(), null);
    var failure = assertThrows(GopException.class, () -> provider().open(request));
    assertEquals(GopException.Kind.USAGE, failure.kind());
    assertTrue(failure.getMessage().contains("65536x16"), failure.getMessage());
  }

  @Test
  void manySmallPacketsAreWrittenTogetherIntoAFile() {
    var channel = new CountingChannel();
    writeSmallPackets(channel, Path.of("film.ivf"));
    assertTrue(channel.writes < 100, channel.writes + " writes");
  }

  @Test
  void everyPacketGoesIntoAPipeAtOnce() throws IOException {
    var channel = new CountingChannel();
    try (var muxer = provider().open(new Request(format(), 2, channel, null))) {
      muxer.write(new Packet(0, MemorySegment.ofArray(new byte[5])));
      try (var reader = reader(channel.bytes.toByteArray())) {
        assertEquals(5, assertPacket(reader.next()).size());
      }
    }
  }

  @Test
  void whatHasFailedStaysFailed() {
    var channel = new CountingChannel();
    try (var muxer = provider().open(new Request(format(), 1, channel, null))) {
      channel.failing = true;
      Packet packet = new Packet(0, MemorySegment.ofArray(new byte[5]));
      var failure = assertThrows(GopException.class, () -> muxer.write(packet));
      assertEquals("cannot write packet 0 to the pipe: Broken pipe", failure.getMessage());
      channel.failing = false;
      assertEquals(failure, assertThrows(GopException.class, () -> muxer.write(packet)));
    }
  }

  private void writeSmallPackets(CountingChannel channel, Path file) {
    int count = 100_000;
    try (var muxer = provider().open(new Request(format(), count, channel, file))) {
      for (int i = 0; i < count; i++) {
        muxer.write(new Packet(i, MemorySegment.ofArray(new byte[20])));
      }
      muxer.finish();
    }
    assertEquals(32 + count * 32L, channel.bytes.size());
  }

  private static Packet assertPacket(@Nullable Packet packet) {
    assertTrue(packet != null);
    return packet;
  }

  private static IvfReader reader(byte[] container) {
    return new IvfReader(Channels.newChannel(new ByteArrayInputStream(container)));
  }
}
