package org.rav1ebygop.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.ToolUse;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.api.spi.GopEncoder;

/// What every encoder backend promises. The tests of a backend extend this.
@Timeout(
    value = Patience.MINUTES,
    unit = TimeUnit.MINUTES,
    threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class EncoderBackendContract {
  private static final int FRAMES = 12;
  private static final List<Integer> LENGTHS = List.of(1, 2, FRAMES, 70);
  private static final int SEQUENCE_HEADER = 1;
  private static final String NO_OPTION = "no-such-option";

  /// For subclasses.
  protected EncoderBackendContract() {}

  /// The provider under test, which works on this machine.
  protected abstract EncoderBackendProvider provider();

  /// Settings that encode fast.
  protected abstract EncoderSettings settings();

  /// Other settings, which give other bytes.
  protected abstract EncoderSettings otherSettings();

  /// A format that the backend can encode; small.
  protected VideoFormat format() {
    return SyntheticFilm.format(new FrameLayout(96, 64, ChromaSampling.CS420, 8));
  }

  /// Another format that the backend can encode.
  protected VideoFormat otherFormat() {
    return SyntheticFilm.format(new FrameLayout(64, 64, ChromaSampling.CS420, 8));
  }

  @Test
  void providerSaysWhatItIs() {
    EncoderBackendProvider provider = provider();
    assertAll(
        () -> assertTrue(provider.id().matches("[a-z][a-z0-9-]*"), provider.id()),
        () -> assertFalse(provider.description().isBlank()),
        () -> assertEquals(1, provider.description().lines().count()),
        () -> assertFalse(provider.description().endsWith(".")),
        () ->
            assertInstanceOf(
                Availability.Available.class, provider.availability(settings().options())));
  }

  @Test
  void everyFrameBecomesOnePacketInOrder() {
    try (var backend = open();
        var encoder = backend.encoder()) {
      List<Packet> packets = GopRun.encode(encoder, frames());
      List<Long> expected = IntStream.range(0, FRAMES).mapToObj(Long::valueOf).toList();
      assertEquals(expected, packets.stream().map(Packet::index).toList());
      packets.forEach(packet -> assertTrue(packet.size() > 0, "packet " + packet.index()));
    }
  }

  @Test
  void aQualityIsThatOfEveryFrameOrOfNone() {
    try (var backend = open();
        var encoder = backend.encoder()) {
      var sender = new GopRun(() -> sendAll(encoder));
      long packets = 0;
      long measured = 0;
      while (encoder.receive() != null) {
        packets++;
        measured += encoder.quality() == null ? 0 : 1;
      }
      sender.result();
      assertNull(encoder.quality());
      assertTrue(measured == 0 || measured == packets, measured + " of " + packets);
    }
  }

  /// A backend with the switch tells when it is set, and only then.
  @Test
  void codingToolsAreToldAtTheEnd() {
    try (var backend = open();
        var encoder = backend.encoder()) {
      var sender = new GopRun(() -> sendAll(encoder));
      assertNull(encoder.tools());
      while (encoder.receive() != null) {
        assertNull(encoder.tools());
      }
      sender.result();
      ToolUse tools = encoder.tools();
      assertEquals(settings().options().get(EncoderBackendProvider.TOOLS) != null, tools != null);
      if (tools != null) {
        assertFalse(tools.choices().isEmpty());
        tools
            .choices()
            .forEach(choice ->
                assertTrue(choice.frames() > 0 && choice.frames() <= FRAMES, choice::toString));
      }
    }
  }

  @Test
  void oneFrameIsEnough() {
    try (var backend = open();
        var encoder = backend.encoder()) {
      assertEquals(1, GopRun.encode(encoder, frames().subList(0, 1)).size());
    }
  }

  /// GOPs of one film are joined, so their sequence headers are the same bytes however long they
  /// are.
  @Test
  void gopsOfAnyLengthHaveTheSameSequenceHeader() {
    try (var backend = open()) {
      List<String> headers =
          LENGTHS.stream()
              .map(frames -> {
                try (var encoder = backend.encoder()) {
                  return sequenceHeader(GopRun.encode(encoder, frames(frames)).getFirst());
                }
              })
              .distinct()
              .toList();
      assertEquals(1, headers.size(), headers::toString);
    }
  }

  @Test
  void sameFramesGiveSameBytes() {
    try (var backend = open()) {
      assertEquals(encode(backend, frames()), encode(backend, frames()));
    }
  }

  @Test
  void whereAGopStandsInTheFilmDoesNotMatter() {
    List<Frame> moved =
        frames().stream()
            .map(frame -> new Frame(frame.index() + 1000, frame.layout(), frame.data()))
            .toList();
    try (var backend = open()) {
      assertEquals(encode(backend, frames()), encode(backend, moved));
    }
  }

  @Test
  void twoEncodersAtOnceGiveTheBytesOfOne() {
    try (var backend = open()) {
      String alone = encode(backend, frames());
      var first = new GopRun(() -> encode(backend, frames()));
      var second = new GopRun(() -> encode(backend, frames()));
      assertEquals(alone, first.result());
      assertEquals(alone, second.result());
    }
  }

  @Test
  void frameHasBeenReadWhenSendReturns() {
    try (var backend = open();
        var encoder = backend.encoder()) {
      MemorySegment memory =
          MemorySegment.ofArray(new byte[Math.toIntExact(format().layout().frameBytes())]);
      var sender =
          new GopRun(() -> {
            for (Frame frame : frames()) {
              memory.copyFrom(frame.data());
              encoder.send(new Frame(frame.index(), frame.layout(), memory));
              memory.fill((byte) 0);
            }
            encoder.finish();
            return "";
          });
      String bytes = GopRun.digest(GopRun.receiveAll(encoder));
      sender.result();
      assertEquals(encode(backend, frames()), bytes);
    }
  }

  @Test
  void closeFailsSenderAndReceiverAtOnce() throws InterruptedException {
    try (var backend = open()) {
      GopEncoder encoder = backend.encoder();
      var started = new CountDownLatch(1);
      var sender = new GopRun(() -> sendForEver(encoder, started));
      var receiver = new GopRun(() -> GopRun.digest(GopRun.receiveAll(encoder)));
      started.await();
      encoder.close();
      assertEncoderFailure(sender.failure());
      assertEncoderFailure(receiver.failure());
    }
  }

  @Test
  void closeFailsASenderWhosePacketsNobodyTakes() throws InterruptedException {
    try (var backend = open()) {
      GopEncoder encoder = backend.encoder();
      var started = new CountDownLatch(1);
      var sender = new GopRun(() -> sendForEver(encoder, started));
      started.await();
      encoder.close();
      assertEncoderFailure(sender.failure());
    }
  }

  @Test
  void closeFailsAReceiverThatHasNothingToReceive() throws InterruptedException {
    try (var backend = open()) {
      GopEncoder encoder = backend.encoder();
      var started = new CountDownLatch(1);
      var receiver = new GopRun(() -> receiveOne(encoder, started));
      started.await();
      encoder.close();
      assertEncoderFailure(receiver.failure());
    }
  }

  @Test
  void closedEncoderRefusesEverything() {
    try (var backend = open()) {
      GopEncoder encoder = backend.encoder();
      encoder.close();
      Frame frame = frames().getFirst();
      assertEncoderFailure(assertThrows(GopException.class, () -> encoder.send(frame)));
      assertEncoderFailure(assertThrows(GopException.class, encoder::finish));
      assertEncoderFailure(assertThrows(GopException.class, encoder::receive));
    }
  }

  @Test
  void closingTwiceOrAfterTheEndDoesNothing() {
    try (var backend = open()) {
      GopEncoder unused = backend.encoder();
      unused.close();
      unused.close();
      GopEncoder used = backend.encoder();
      assertEquals(FRAMES, GopRun.encode(used, frames()).size());
      used.close();
      used.close();
    }
  }

  @Test
  void closingTheBackendClosesItsEncoders() throws InterruptedException {
    GopRun receiver;
    try (var backend = open()) {
      GopEncoder encoder = backend.encoder();
      var started = new CountDownLatch(1);
      receiver = new GopRun(() -> receiveOne(encoder, started));
      started.await();
    }
    assertEncoderFailure(receiver.failure());
  }

  @Test
  void oneEncoderMayFailWithoutTheOthers() {
    try (var backend = open();
        var survivor = backend.encoder()) {
      backend.encoder().close();
      assertEquals(FRAMES, GopRun.encode(survivor, frames()).size());
    }
  }

  @Test
  void logCanBeAskedForAtAnyTime() {
    try (var backend = open()) {
      GopEncoder encoder = backend.encoder();
      assertTrue(encoder.log().length() < 1 << 20);
      GopRun.encode(encoder, frames());
      encoder.close();
      assertTrue(encoder.log().length() < 1 << 20);
    }
  }

  @Test
  void equalSettingsHaveEqualIdentities() {
    EncoderIdentity identity = identity(format(), settings());
    assertEquals(identity, identity(format(), settings()));
    assertEquals(provider().id(), identity.backend());
    assertFalse(identity.version().isBlank());
    assertTrue(identity.fingerprint().matches("[0-9a-f]{64}"), identity.fingerprint());
  }

  @Test
  void otherSettingsAndFormatsHaveOtherIdentities() {
    EncoderIdentity identity = identity(format(), settings());
    assertNotEquals(identity, identity(format(), otherSettings()));
    assertNotEquals(identity, identity(otherFormat(), settings()));
  }

  @Test
  void memoryIsEstimated() {
    try (var backend = open()) {
      assertTrue(backend.memoryPerEncoder() >= format().layout().frameBytes());
    }
  }

  @Test
  void unknownOptionIsRefusedByName() {
    EncoderSettings given = settings();
    Options options = given.options().with(NO_OPTION, "1");
    var settings =
        new EncoderSettings(
            given.speed(), given.quantizer(), given.maxBitrate(), given.tiles(), options);
    var refusal =
        assertThrows(GopException.class, () -> provider().open(format(), settings).close());
    assertEquals(GopException.Kind.USAGE, refusal.kind());
    assertTrue(refusal.getMessage().contains(NO_OPTION), refusal.getMessage());
  }

  private EncoderBackend open() {
    return provider().open(format(), settings());
  }

  private EncoderIdentity identity(VideoFormat format, EncoderSettings settings) {
    try (var backend = provider().open(format, settings)) {
      return backend.identity();
    }
  }

  private List<Frame> frames() {
    return frames(FRAMES);
  }

  private List<Frame> frames(int count) {
    try (var film = new SyntheticFilm(format(), count)) {
      return IntStream.range(0, count).mapToObj(film::frame).toList();
    }
  }

  /// The sequence header OBU of a temporal unit in hexadecimal. Each OBU has a header byte, with
  /// its type in bits 3 to 6 and whether another byte follows in bit 2, and its size in LEB128 (AV1
  /// specification, sections 5.3 and 4.10.5).
  private static String sequenceHeader(Packet packet) {
    byte[] unit = packet.data().toArray(ValueLayout.JAVA_BYTE);
    int at = 0;
    while (at < unit.length) {
      int start = at;
      int header = unit[at];
      at += 1 + ((header >> 2) & 1);
      int size = 0;
      int shift = 0;
      int next;
      do {
        next = unit[at++];
        size |= (next & 0x7F) << shift;
        shift += 7;
      } while (next < 0);
      at += size;
      if (((header >> 3) & 0xF) == SEQUENCE_HEADER) {
        return HexFormat.of().formatHex(unit, start, at);
      }
    }
    throw new AssertionError("the first packet has no sequence header");
  }

  private String sendAll(GopEncoder encoder) {
    frames().forEach(encoder::send);
    encoder.finish();
    return "";
  }

  private String sendForEver(GopEncoder encoder, CountDownLatch started) {
    while (true) {
      for (Frame frame : frames()) {
        encoder.send(frame);
        started.countDown();
      }
    }
  }

  private static String receiveOne(GopEncoder encoder, CountDownLatch started) {
    started.countDown();
    return String.valueOf(encoder.receive());
  }

  private static String encode(EncoderBackend backend, List<Frame> frames) {
    try (var encoder = backend.encoder()) {
      return GopRun.digest(GopRun.encode(encoder, frames));
    }
  }

  private static void assertEncoderFailure(GopException failure) {
    assertEquals(GopException.Kind.ENCODER, failure.kind(), failure.getMessage());
    assertEquals(1, failure.getMessage().lines().count(), failure.getMessage());
  }
}
