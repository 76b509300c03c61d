package org.rav1ebygop.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.MuxRequest;
import org.rav1ebygop.api.spi.MuxedPackets;
import org.rav1ebygop.api.spi.Muxer;
import org.rav1ebygop.api.spi.MuxerProvider;

/// What every muxer promises. A test of a muxer extends this class and says how to read back what
/// the muxer wrote.
public abstract class MuxerContract {
  private static final byte[] DELIMITER = {0x12, 0x00};
  private static final byte PADDING_OBU = 0x7A;

  /// For the tests that extend it.
  protected MuxerContract() {}

  /// What is tested.
  protected abstract MuxerProvider provider();

  /// The packets in a container, in presentation order, numbered from 0.
  ///
  /// @param container every byte that the muxer wrote
  protected abstract List<Packet> readBack(byte[] container) throws IOException;

  /// The format of the film.
  protected VideoFormat format() {
    return SyntheticFilm.format(new FrameLayout(64, 48, ChromaSampling.CS420, 8));
  }

  /// The film, five packets or more. A muxer that looks into the bitstream needs real ones; these
  /// have a temporal delimiter and padding, of 0 to a million bytes, inside and outside the heap.
  protected List<Packet> film() {
    List<Packet> packets = new ArrayList<>();
    for (int size : new int[] {3, 100, 0, 1_000_000, 20_000, 1, 127, 128}) {
      packets.add(paddingPacket(packets.size(), size));
    }
    return packets;
  }

  /// Whether it can write into a pipe; if not, every film goes into a file.
  protected boolean writesPipes() {
    return true;
  }

  @Test
  void tellsWhatItIs() {
    assertTrue(provider().id().matches("[a-z][a-z0-9-]*"), provider().id());
    assertFalse(provider().description().isBlank());
    assertFalse(provider().description().contains("\n"));
    assertFalse(provider().description().endsWith("."));
    assertFalse(provider().extensions().isEmpty());
    for (String extension : provider().extensions()) {
      assertTrue(extension.matches("[a-z0-9]+"), extension);
    }
  }

  @Test
  void packetsComeBackFromAPipe() throws IOException {
    assumeTrue(writesPipes());
    var sink = new MuxerFakes.Memory(Integer.MAX_VALUE);
    write(request(film().size(), sink, null), film());
    assertSamePackets(readBack(sink.toByteArray()));
    assertTrue(sink.isOpen(), "the caller closes the channel");
  }

  @Test
  void packetsComeBackFromAFile(@TempDir Path folder) throws IOException {
    assertSamePackets(readBack(fileWith(folder)));
  }

  @Test
  void whatItReadsBackIsWhatItWrote(@TempDir Path folder) throws IOException {
    fileWith(folder);
    Path file = folder.resolve("film");
    var sink = new MuxerFakes.Memory(Integer.MAX_VALUE);
    MuxedPackets packets = provider().readBack(request(film().size(), sink, file));
    assumeTrue(packets != null);
    try (packets) {
      var found = new ArrayList<Packet>();
      for (Packet next = packets.next(); next != null; next = packets.next()) {
        found.add(next);
      }
      assertSamePackets(found);
    }
  }

  @Test
  void recognizesWhatItWroteAndNothingElse(@TempDir Path folder) throws IOException {
    byte[] film = fileWith(folder);
    byte[] beginning = Arrays.copyOf(film, Math.min(film.length, MuxerProvider.BEGINNING));
    assertTrue(provider().recognizes(beginning), "its own film");
    byte[] noise = new byte[MuxerProvider.BEGINNING];
    new Random(1).nextBytes(noise);
    byte[] zeros = new byte[MuxerProvider.BEGINNING];
    for (byte[] other : List.of(noise, zeros, new byte[0], new byte[] {beginning[0]})) {
      assertFalse(provider().recognizes(other), () -> "bytes: " + other.length);
    }
    for (String text : List.of("YUV4MPEG2 W64 H48 F24:1\n", "precious", "<svg ", "{\"a\": 1}")) {
      assertFalse(provider().recognizes(text.getBytes(US_ASCII)), text);
    }
  }

  @Test
  void aFileThatWasCutOffIsNotReadBack(@TempDir Path folder) throws IOException {
    byte[] whole = fileWith(folder);
    Path file = Files.write(folder.resolve("film"), Arrays.copyOf(whole, whole.length / 2));
    var sink = new MuxerFakes.Memory(Integer.MAX_VALUE);
    MuxedPackets packets = provider().readBack(request(film().size(), sink, file));
    assumeTrue(packets != null);
    try (packets) {
      int found = 0;
      while (packets.next() != null) {
        found++;
      }
      assertTrue(found < film().size(), "all packets are in half a file");
    } catch (GopException e) {
      assertEquals(GopException.Kind.ENVIRONMENT, e.kind());
    }
  }

  @Test
  void theSamePacketsGiveTheSameBytes(@TempDir Path folder) throws IOException {
    assertArrayEquals(fileWith(folder), fileWith(folder));
  }

  @Test
  void aChannelMayTakeFewBytesAtATime() throws IOException {
    assumeTrue(writesPipes());
    var whole = new MuxerFakes.Memory(Integer.MAX_VALUE);
    var crumbs = new MuxerFakes.Memory(7);
    write(request(film().size(), whole, null), film());
    write(request(film().size(), crumbs, null), film());
    assertArrayEquals(whole.toByteArray(), crumbs.toByteArray());
  }

  @Test
  void indicesCountUpFromZeroWithoutAGap(@TempDir Path folder) throws IOException {
    List<Packet> film = film();
    refusesAsBug(folder, film.size(), film.subList(1, film.size()));
    refusesAsBug(folder, film.size() - 1, without(film, 2));
    List<Packet> repeated = new ArrayList<>(film);
    repeated.add(3, film.get(2));
    refusesAsBug(folder, repeated.size(), repeated);
    List<Packet> swapped = new ArrayList<>(film);
    swapped.set(1, film.get(2));
    swapped.set(2, film.get(1));
    refusesAsBug(folder, film.size(), swapped);
  }

  @Test
  void theCountIsTheOneThatWasAskedFor(@TempDir Path folder) throws IOException {
    List<Packet> film = film();
    refusesAsBug(folder, film.size() + 1, film);
    refusesAsBug(folder, film.size() - 1, film);
    refusesAsBug(folder, film.size(), List.of());
  }

  @Test
  void aChannelThatFailsIsTheEnvironmentsFault() throws IOException {
    assumeTrue(writesPipes());
    var whole = new MuxerFakes.Memory(Integer.MAX_VALUE);
    write(request(film().size(), whole, null), film());
    int size = whole.toByteArray().length;
    for (int limit : new int[] {0, 1, size / 2, size - 1}) {
      MuxRequest request = request(film().size(), new MuxerFakes.Full(limit), null);
      var failure = assertThrows(GopException.class, () -> write(request, film()));
      assertEquals(GopException.Kind.ENVIRONMENT, failure.kind(), failure.getMessage());
      assertFalse(failure.getMessage().contains("\n"));
    }
  }

  @Test
  void unknownOptionsAreRefusedBeforeAnythingIsWritten(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("film");
    try (var channel = open(file)) {
      var options = Options.NONE.with("no-muxer-has-this", "1");
      var request = new MuxerFakes.Request(format(), 1, options, channel, file);
      var failure = assertThrows(GopException.class, () -> provider().open(request));
      assertEquals(GopException.Kind.USAGE, failure.kind());
    }
    assertEquals(0, Files.size(file));
  }

  @Test
  void closingWithoutFinishingIsAllowedAtAnyTime(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("film");
    try (var channel = open(file)) {
      try (Muxer muxer = provider().open(request(film().size(), channel, file))) {
        muxer.write(film().getFirst());
      }
      assertTrue(channel.isOpen(), "the caller closes the channel");
    }
  }

  private void refusesAsBug(Path folder, long frameCount, List<Packet> packets) throws IOException {
    Path file = folder.resolve("film");
    try (var channel = open(file)) {
      MuxRequest request = request(frameCount, channel, file);
      var failure = assertThrows(GopException.class, () -> write(request, packets));
      assertEquals(GopException.Kind.BUG, failure.kind(), failure.getMessage());
    }
  }

  private void write(MuxRequest request, List<Packet> packets) {
    try (Muxer muxer = provider().open(request)) {
      packets.forEach(muxer::write);
      muxer.finish();
    }
  }

  private byte[] fileWith(Path folder) throws IOException {
    Path file = folder.resolve("film");
    try (var channel = open(file)) {
      write(request(film().size(), channel, file), film());
    }
    return Files.readAllBytes(file);
  }

  private static WritableByteChannel open(Path file) throws IOException {
    return Files.newByteChannel(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  private void assertSamePackets(List<Packet> actual) {
    List<Packet> expected = film();
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(i, actual.get(i).index());
      assertArrayEquals(
          expected.get(i).data().toArray(ValueLayout.JAVA_BYTE),
          actual.get(i).data().toArray(ValueLayout.JAVA_BYTE),
          "packet " + i);
    }
  }

  private static List<Packet> without(List<Packet> packets, int index) {
    List<Packet> rest = new ArrayList<>(packets);
    rest.remove(index);
    return rest;
  }

  private static Packet paddingPacket(int index, int size) {
    byte[] padding = new byte[size];
    new Random(index).nextBytes(padding);
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(DELIMITER);
    bytes.write(PADDING_OBU);
    int rest = size;
    for (; rest > 0x7F; rest >>= 7) {
      bytes.write(0x80 | (rest & 0x7F));
    }
    bytes.write(rest);
    bytes.writeBytes(padding);
    MemorySegment data = MemorySegment.ofArray(bytes.toByteArray());
    if (index % 2 == 1) {
      data = Arena.ofAuto().allocate(data.byteSize()).copyFrom(data);
    }
    return new Packet(index, data.asReadOnly());
  }

  private MuxRequest request(long frameCount, WritableByteChannel channel, @Nullable Path file) {
    return new MuxerFakes.Request(format(), frameCount, Options.NONE, channel, file);
  }
}
