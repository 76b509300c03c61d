package org.rav1ebygop.testkit;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.GopEncoder;

/// One run of a [RecordedEncoder]. Like a real encoder it gives a packet only when it has seen some
/// frames more, and takes only so many frames ahead of the packets that are taken from it.
final class RecordedGop implements GopEncoder {
  /// Frames seen beyond the one whose packet is given.
  private static final int LOOKAHEAD = 3;

  /// Packets ready and not taken before it stops taking frames.
  private static final int BACKLOG = 4;

  /// `obu_type` 15 with `obu_has_size_field`, AV1 specification, section 5.3.2.
  private static final byte PADDING_OBU = 15 << 3 | 2;

  private static final byte TRAILING_BIT = (byte) 0x80;

  private final RecordedEncoder owner;
  private final CRC32C checksum = new CRC32C();
  private final Deque<Integer> checksums = new ArrayDeque<>();
  private volatile EncoderFault fault = EncoderFault.NONE;
  private int sent;
  private int given;
  private boolean finished;
  private boolean ended;
  private boolean closed;

  RecordedGop(RecordedEncoder owner) {
    this.owner = owner;
  }

  @Override
  public synchronized void send(Frame frame) {
    if (sent == 0) {
      begin(owner.fault(frame.index()));
    }
    waitWhile(() -> !ended && checksums.size() >= LOOKAHEAD + BACKLOG);
    requireRunning();
    if (sent == RecordedStream.count()) {
      throw GopException.encoder(
          String.format(Locale.ROOT, "the recording has only %d frames", sent), null);
    }
    checksum.update(frame.data().asByteBuffer());
    checksums.add((int) checksum.getValue());
    sent++;
    notifyAll();
  }

  @Override
  public synchronized void finish() {
    requireRunning();
    finished = true;
    notifyAll();
  }

  @Override
  public synchronized @Nullable Packet receive() {
    waitWhile(() -> blocked() || (checksums.size() <= LOOKAHEAD && !finished));
    requireRunning();
    switch (fault) {
      case EncoderFault.Fail(long packet) when packet == given && !checksums.isEmpty() ->
          throw GopException.encoder("the recorded encoder fails at packet " + packet, null);
      case EncoderFault.Lack(long packet) when packet == given && !checksums.isEmpty() ->
          throw GopException.environment(EncoderFault.Lack.WHAT, null);
      case EncoderFault.OtherHeader(long packet) when packet == given && !checksums.isEmpty() ->
          throw GopException.encoder("the recorded encoder fails at packet " + packet, null);
      case EncoderFault.Throw(long packet, Error error)
          when packet == given && !checksums.isEmpty() ->
          throw error;
      case EncoderFault.EndAt(long packet) when packet == given -> ended = true;
      case EncoderFault.DropLast _ when finished && checksums.size() == 1 -> ended = true;
      case EncoderFault.OneMore _ when finished && checksums.isEmpty() && given == sent ->
          checksums.add(0);
      case EncoderFault _ -> {}
    }
    notifyAll();
    return ended || checksums.isEmpty() ? null : packet(given++, checksums.remove());
  }

  @Override
  public synchronized String log() {
    return String.format(Locale.ROOT, "took %d frames, gave %d packets", sent, given);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    if (fault instanceof EncoderFault.NeverEnd(_, var until)) {
      until.join();
    }
    owner.closed(this);
  }

  private void begin(EncoderFault newFault) {
    fault = newFault;
    if (newFault instanceof EncoderFault.Hold(_, var until)) {
      var _ = until.thenRun(this::wake);
    }
  }

  private synchronized void wake() {
    notifyAll();
  }

  private boolean blocked() {
    return switch (fault) {
      case EncoderFault.Hang(long packet) -> packet == given;
      case EncoderFault.NeverEnd(long packet, _) -> packet == given;
      case EncoderFault.Hold(long packet, var until) -> packet == given && !until.isDone();
      case EncoderFault _ -> false;
    };
  }

  private Packet packet(int index, int frames) {
    byte[] unit =
        index == 0 && fault instanceof EncoderFault.OtherHeader
            ? RecordedStream.firstWithOtherHeader()
            : RecordedStream.unit(index);
    byte[] bytes = Arrays.copyOf(unit, unit.length + 2 + Integer.BYTES + 1);
    ByteBuffer.wrap(bytes, unit.length, bytes.length - unit.length)
        .put(PADDING_OBU)
        .put((byte) (Integer.BYTES + 1))
        .putInt(frames)
        .put(TRAILING_BIT);
    return new Packet(index, MemorySegment.ofArray(bytes).asReadOnly());
  }

  private void requireRunning() {
    if (closed || ended) {
      throw GopException.encoder("the recorded encoder is closed", null);
    }
  }

  private synchronized void waitWhile(BooleanSupplier condition) {
    while (!closed && condition.getAsBoolean()) {
      try {
        wait();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw GopException.encoder("interrupted", null);
      }
    }
  }
}
