package org.rav1ebygop.child.encoder;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.GopEncoder;
import org.rav1ebygop.av1.IvfHeader;
import org.rav1ebygop.av1.IvfWriter;
import org.rav1ebygop.child.process.LogTail;
import org.rav1ebygop.testkit.GopRun;
import org.rav1ebygop.testkit.Patience;
import org.rav1ebygop.testkit.SyntheticFilm;

/// Encoders that crash, hang, lie and leave others behind.
@Tag("waits")
class BadEncoderTest {
  private static final VideoFormat SMALL =
      SyntheticFilm.format(new FrameLayout(64, 48, ChromaSampling.CS420, 8));

  /// Its frames do not fit into a pipe.
  private static final VideoFormat LARGE =
      SyntheticFilm.format(new FrameLayout(512, 512, ChromaSampling.CS420, 8));

  private static final int FRAMES = 5;

  @TempDir Path folder;

  @Test
  void crashIsReportedWithItsReason() {
    var failure =
        encodeFailure(
            SMALL,
            "echo 'encoded 1 frames, 7.5 fps' >&2",
            "echo \"thread 'main' panicked at src/lib.rs:1:2:\" >&2",
            "echo 'index out of bounds' >&2",
            "exit 101");
    assertMentions(
        failure, "exit code 101", "panicked at src/lib.rs:1:2: index out of bounds", "0 packets");
  }

  @Test
  void crashFailsASenderThatWaits() {
    assertMentions(encodeFailure(LARGE, "head -c 100000 > /dev/null", "exit 7"), "exit code 7");
  }

  @Test
  void signalIsNamed() {
    assertMentions(encodeFailure(LARGE, "kill -9 $$"), "SIGKILL (out of memory?)");
  }

  @Test
  void garbageIsRefusedAndItsMakerEnded() {
    assertMentions(encodeFailure(LARGE, "exec yes garbage"), "no proper IVF", "DKIF");
  }

  @Test
  void cutOffPacketIsRefused() throws IOException {
    Path ivf = ivf(0, 1);
    String cut = String.format(Locale.ROOT, "head -c %d '%s'", Files.size(ivf) - 1, ivf);
    assertMentions(
        encodeFailure(SMALL, cut, "cat > /dev/null"), "no proper IVF", "1 packets of 5 frames");
  }

  @Test
  void packetOutOfOrderIsRefused() throws IOException {
    assertMentions(
        encodeFailure(SMALL, "cat '%s'".formatted(ivf(0, 2)), "cat > /dev/null"),
        "packet 2 where packet 1 belongs");
  }

  @Test
  void fewerPacketsThanFramesAreNoSuccess() throws IOException {
    assertMentions(
        encodeFailure(SMALL, "cat '%s'".formatted(ivf(0, 1, 2)), "cat > /dev/null"),
        "as if all were well",
        "3 packets of 5 frames");
  }

  @Test
  void morePacketsThanFramesAreNoSuccess() throws IOException {
    assertMentions(
        encodeFailure(SMALL, "cat '%s'".formatted(ivf(0, 1, 2, 3, 4, 5)), "cat > /dev/null"),
        "as if all were well",
        "6 packets of 5 frames");
  }

  @Test
  void endingInPeaceTooEarlyIsNoSuccess() {
    assertMentions(encodeFailure(LARGE, "head -c 1000 > /dev/null", "exit 0"), "frames");
  }

  @Test
  void closedOutputIsNoticedWhileTheEncoderGoesOn() {
    assertMentions(
        encodeFailure(LARGE, "exec 1>&-", "exec sleep 1000"),
        "closed its output before all frames were sent");
  }

  @Test
  void errorAfterAllPacketsIsNoSuccess() throws IOException {
    assertMentions(
        encodeFailure(SMALL, "cat '%s'".formatted(ivf(0, 1, 2, 3, 4)), "cat > /dev/null", "exit 1"),
        "exit code 1");
  }

  @Test
  void hangingEncoderIsEndedByClose() {
    try (var backend = Script.backend(Script.write(folder, "exec sleep 1000"), LARGE)) {
      GopEncoder encoder = backend.encoder();
      var sender = new GopRun(() -> sendAll(encoder, LARGE));
      var receiver = new GopRun(() -> String.valueOf(encoder.receive()));
      encoder.close();
      assertMentions(sender.failure(), "closed");
      assertMentions(receiver.failure(), "closed");
    }
  }

  @Test
  void floodOfMessagesHoldsNothingUp() throws IOException {
    Path script =
        Script.write(
            folder,
            "head -c 8000000 /dev/zero | tr '\\0' x >&2",
            "cat '%s'; cat > /dev/null".formatted(ivf(0, 1, 2, 3, 4)));
    try (var backend = Script.backend(script, SMALL);
        var encoder = backend.encoder()) {
      assertEquals(FRAMES, GopRun.encode(encoder, frames(SMALL)).size());
      assertTrue(encoder.log().length() <= LogTail.LIMIT);
    }
  }

  @Test
  void afterCloseTheLogIsAllThatWasWritten() {
    Path written = folder.resolve("written");
    Path script =
        Script.write(folder, "echo last words >&2; : >'%s'; exec sleep 1000".formatted(written));
    try (var backend = Script.backend(script, SMALL)) {
      GopEncoder encoder = backend.encoder();
      Patience.until("it has written", () -> Files.exists(written));
      encoder.close();
      assertEquals("last words\n", encoder.log());
    }
  }

  @Test
  void closeEndsTheWholeFamily() throws Exception {
    Path pids = folder.resolve("pids");
    Path script =
        Script.write(
            folder,
            "trap '' TERM",
            "sleep 1000 &",
            "echo $! > '%s.part'".formatted(pids),
            "sh -c 'sleep 1000 & echo $!; wait' >> '%s.part' &".formatted(pids),
            "echo $! >> '%s.part'".formatted(pids),
            "while [ $(wc -l < '%s.part') -lt 3 ]; do :; done".formatted(pids),
            "mv '%s.part' '%s'".formatted(pids, pids),
            "wait");
    try (var backend = Script.backend(script, SMALL)) {
      GopEncoder encoder = backend.encoder();
      List<Long> family = awaitPids(pids);
      assertEquals(3, family.size());
      encoder.close();
      family.forEach(pid -> assertFalse(runs(pid), "process " + pid + " still runs"));
    }
  }

  @Test
  void failureIsToldThoughAnOrphanHoldsThePipes() throws Exception {
    Path pids = folder.resolve("pids");
    Path script = Script.write(folder, orphan(pids), "exit 3");
    try (var backend = Script.backend(script, LARGE)) {
      GopEncoder encoder = backend.encoder();
      var sender = new GopRun(() -> sendAll(encoder, LARGE));
      assertMentions(assertThrows(GopException.class, encoder::receive), "exit code 3");
      assertMentions(sender.failure(), "exit code 3");
    } finally {
      awaitPids(pids).forEach(BadEncoderTest::end);
    }
  }

  @Test
  void closeWakesBothSidesThoughAnOrphanHoldsThePipes() throws Exception {
    Path pids = folder.resolve("pids");
    Path script = Script.write(folder, orphan(pids), "exit 0");
    try (var backend = Script.backend(script, LARGE)) {
      GopEncoder encoder = backend.encoder();
      var sender = new GopRun(() -> sendAll(encoder, LARGE));
      var receiver = new GopRun(() -> String.valueOf(encoder.receive()));
      awaitPids(pids);
      encoder.close();
      assertMentions(sender.failure());
      assertMentions(receiver.failure());
    } finally {
      awaitPids(pids).forEach(BadEncoderTest::end);
    }
  }

  @Test
  void interruptedSenderFailsAndEndsTheEncoder() throws InterruptedException {
    try (var backend = Script.backend(Script.write(folder, "exec sleep 1000"), LARGE)) {
      GopEncoder encoder = backend.encoder();
      var sender =
          new GopRun(() -> {
            Thread.currentThread().interrupt();
            return sendAll(encoder, LARGE);
          });
      assertEquals(GopException.Kind.ENCODER, sender.failure().kind());
      assertThrows(GopException.class, encoder::receive);
    }
  }

  @Test
  void missingProgramIsAnEncoderFailure() {
    try (var backend = Script.backend(folder.resolve("nothing"), SMALL)) {
      var failure = assertThrows(GopException.class, backend::encoder);
      assertMentions(failure, "does not start");
    }
  }

  @Test
  void frameOfAnotherShapeIsABug() {
    try (var backend = Script.backend(Script.write(folder, "exec sleep 1000"), SMALL);
        var encoder = backend.encoder()) {
      Frame frame = frames(LARGE).getFirst();
      var bug = assertThrows(GopException.class, () -> encoder.send(frame));
      assertEquals(GopException.Kind.BUG, bug.kind());
    }
  }

  private GopException encodeFailure(VideoFormat format, String... script) {
    try (var backend = Script.backend(Script.write(folder, script), format);
        var encoder = backend.encoder()) {
      var sender = new GopRun(() -> sendAll(encoder, format));
      var failure = assertThrows(GopException.class, () -> GopRun.receiveAll(encoder));
      sender.join();
      return failure;
    }
  }

  private static String sendAll(GopEncoder encoder, VideoFormat format) {
    frames(format).forEach(encoder::send);
    encoder.finish();
    return "sent";
  }

  private static List<Frame> frames(VideoFormat format) {
    try (var film = new SyntheticFilm(format, FRAMES)) {
      return IntStream.range(0, FRAMES).mapToObj(film::frame).toList();
    }
  }

  /// A line that leaves a process behind which holds all three pipes, and writes down its number.
  private static String orphan(Path pids) {
    return "(sleep 1000 <&3 & echo $! > '%s.part'; mv '%s.part' '%s') 3<&0"
        .formatted(pids, pids, pids);
  }

  private Path ivf(long... indices) throws IOException {
    Path file = Files.createTempFile(folder, "packets", ".ivf");
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      var writer = new IvfWriter(channel, new IvfHeader(64, 48, new Rational(25, 1), 0));
      for (long index : indices) {
        writer.write(new Packet(index, MemorySegment.ofArray(new byte[100])));
      }
      writer.flush();
    }
    return file;
  }

  private static List<Long> awaitPids(Path file) throws IOException {
    Patience.until(file + " is there", () -> Files.exists(file));
    return Files.readAllLines(file).stream().map(Long::valueOf).toList();
  }

  /// A process that has ended but was not reaped does not run; it has no command any more.
  private static boolean runs(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(handle -> handle.info().command())
        .isPresent();
  }

  private static void end(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  private static void assertMentions(GopException failure, String... words) {
    String message = failure.getMessage();
    assertEquals(GopException.Kind.ENCODER, failure.kind(), message);
    assertEquals(1, message.lines().count(), message);
    assertAll(
        List.of(words).stream().map(word -> () -> assertTrue(message.contains(word), message)));
  }
}
