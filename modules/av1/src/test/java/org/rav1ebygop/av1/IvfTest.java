package org.rav1ebygop.av1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.Rational;

class IvfTest {
  private static final IvfHeader HEADER = new IvfHeader(854, 480, new Rational(30000, 1001), 3);

  @Test
  void headerHasTheBytesThatEncodersWrite() {
    byte[] expected =
        HexFormat.of()
            .parseHex("444b49460000200041563031800048001800000001000000" + "0500000000000000");
    assertArrayEquals(expected, new IvfHeader(128, 72, new Rational(24, 1), 5).toBytes());
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      List<Packet> packets = new ArrayList<>();
      for (int i = random.nextInt(20); i > 0; i--) {
        byte[] data = new byte[random.nextInt(random.nextInt(10) == 0 ? 600_000 : 3000)];
        random.nextBytes(data);
        packets.add(new Packet(random.nextLong(Long.MAX_VALUE), MemorySegment.ofArray(data)));
      }
      byte[] file = file(HEADER, packets);
      try (var reader = reader(file)) {
        assertEquals(HEADER, reader.header());
        for (Packet packet : packets) {
          assertSame(packet, reader.next());
        }
        assertNull(reader.next());
        assertEquals(file.length, reader.position());
      }
    }
  }

  @Test
  void theSizeOfTheBufferChangesNoByte() throws IOException {
    List<Packet> packets = List.of(packet(0, 3), packet(1, 0), packet(2, 65), packet(3, 5000));
    byte[] usual = file(HEADER, packets);
    for (int buffer : new int[] {64, 65, 77, 5012}) {
      var bytes = new ByteArrayOutputStream();
      var writer = new IvfWriter(Channels.newChannel(bytes), HEADER, buffer);
      for (Packet packet : packets) {
        writer.write(packet);
      }
      writer.flush();
      assertArrayEquals(usual, bytes.toByteArray(), "buffer of " + buffer);
    }
  }

  @Test
  void everyCutIsNoticedUnlessItIsBetweenPackets() throws IOException {
    byte[] file = file(HEADER, List.of(packet(0, 3), packet(1, 0), packet(2, 40)));
    List<Integer> borders = List.of(32, 32 + 15, 32 + 15 + 12);
    for (int cut = 0; cut < file.length; cut++) {
      byte[] part = Arrays.copyOf(file, cut);
      if (borders.contains(cut)) {
        assertEquals(borders.indexOf(cut), countPackets(part));
      } else {
        var failure =
            assertThrows(MalformedBitstreamException.class, () -> countPackets(part), "cut " + cut);
        assertEquals(cut, failure.offset());
      }
    }
  }

  /// The heap of the tests is smaller than the packet that this file claims to hold.
  @Test
  void aLyingSizeCostsNoMemory() {
    byte[] file = Arrays.copyOf(HEADER.toBytes(), 32 + 12 + 10);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(32, IvfReader.MAX_PACKET_BYTES);
    assertTrue(Runtime.getRuntime().maxMemory() < IvfReader.MAX_PACKET_BYTES);
    var failure = assertThrows(MalformedBitstreamException.class, () -> countPackets(file));
    assertEquals(file.length, failure.offset());
  }

  @Test
  void aPacketOverTheLimitIsRefused() throws IOException {
    byte[] file = file(HEADER, List.of(packet(0, 101)));
    try (var reader = new IvfReader(channel(file), 100)) {
      var failure = assertThrows(MalformedBitstreamException.class, reader::next);
      assertEquals("byte 32: a packet of 101 bytes; the limit is 100", failure.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({"0,0,0", "5,4,4", "7,6,1", "8,8,0", "12,12,0", "19,16,255", "23,16,255"})
  void headersThatMakeNoSenseAreRefused(int at, int offset, int value) {
    byte[] file = HEADER.toBytes();
    if (at == 12) {
      file[13] = 0;
    }
    if (at == 7) {
      file[6] = 31;
      value = 0;
    }
    file[at] = (byte) value;
    var failure = assertThrows(MalformedBitstreamException.class, () -> countPackets(file));
    assertEquals(offset, failure.offset(), failure.getMessage());
  }

  @Test
  void aLongerHeaderIsSkipped() throws IOException {
    byte[] file = file(HEADER, List.of(packet(0, 5)));
    byte[] longer = new byte[file.length + 7];
    System.arraycopy(file, 0, longer, 0, 32);
    longer[6] = 39;
    System.arraycopy(file, 32, longer, 39, file.length - 32);
    assertEquals(1, countPackets(longer));
  }

  @Test
  void aNegativeTimeStampIsRefused() throws IOException {
    byte[] file = file(HEADER, List.of(packet(-1, 5)));
    assertEquals(
        36, assertThrows(MalformedBitstreamException.class, () -> countPackets(file)).offset());
  }

  @Test
  void numbersThatDoNotFitAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new IvfHeader(65_536, 2, Rational.ONE, 0));
    assertThrows(IllegalArgumentException.class, () -> new IvfHeader(2, 0, Rational.ONE, 0));
    assertThrows(IllegalArgumentException.class, () -> new IvfHeader(2, 2, Rational.ONE, 1L << 32));
  }

  @Test
  void aPacketFromAPipeIsDeliveredBeforeTheNextOneBegins() throws IOException {
    Pipe pipe = Pipe.open();
    try (var sink = pipe.sink();
        var reader = new IvfReader(pipe.source())) {
      var writer = new IvfWriter(sink, HEADER);
      for (int i = 0; i < 3; i++) {
        Packet packet = packet(i, 100 * i);
        writer.write(packet);
        writer.flush();
        assertSame(packet, reader.next());
      }
    }
  }

  private static Packet packet(long index, int size) {
    byte[] data = new byte[size];
    Arrays.fill(data, (byte) (index + 1));
    return new Packet(index, MemorySegment.ofArray(data));
  }

  private static void assertSame(Packet expected, @Nullable Packet actual) {
    assertNotNull(actual);
    assertEquals(expected.index(), actual.index());
    assertArrayEquals(
        expected.data().toArray(ValueLayout.JAVA_BYTE),
        actual.data().toArray(ValueLayout.JAVA_BYTE));
  }

  private static byte[] file(IvfHeader header, List<Packet> packets) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var writer = new IvfWriter(Channels.newChannel(bytes), header);
    for (Packet packet : packets) {
      writer.write(packet);
    }
    writer.flush();
    return bytes.toByteArray();
  }

  private static ReadableByteChannel channel(byte[] file) {
    return Channels.newChannel(new ByteArrayInputStream(file));
  }

  private static IvfReader reader(byte[] file) {
    return new IvfReader(channel(file));
  }

  private static int countPackets(byte[] file) throws IOException {
    try (var reader = reader(file)) {
      int count = 0;
      while (reader.next() != null) {
        count++;
      }
      return count;
    }
  }
}
