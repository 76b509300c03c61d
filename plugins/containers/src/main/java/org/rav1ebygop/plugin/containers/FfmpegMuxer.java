package org.rav1ebygop.plugin.containers;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.MuxRequest;
import org.rav1ebygop.api.spi.Muxer;
import org.rav1ebygop.av1.MalformedBitstreamException;
import org.rav1ebygop.av1.TemporalUnit;
import org.rav1ebygop.av1.TemporalUnitReader;
import org.rav1ebygop.child.film.Ffmpeg;
import org.rav1ebygop.child.film.FilmProbe;
import org.rav1ebygop.child.process.ExitStatus;
import org.rav1ebygop.child.process.FramePipe;
import org.rav1ebygop.child.process.LogDrain;
import org.rav1ebygop.child.process.LogTail;
import org.rav1ebygop.child.process.ProcessTree;

/// Hands a film to ffmpeg, which muxes it. The film goes through a pipe as Matroska with one
/// cluster for each frame, in nanoseconds.
final class FfmpegMuxer implements Muxer {
  private static final long END_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final MemorySegment DELIMITER = MemorySegment.ofArray(new byte[] {0x12, 0});

  /// Track 1, a time within the cluster of 0, no flags.
  private static final byte[] BLOCK = {(byte) 0x81, 0, 0, 0};

  private final MuxRequest request;
  private final FilmClock clock;
  private final MuxCommand command;
  private final TemporalUnitReader units = new TemporalUnitReader();
  private final LogTail log = new LogTail();
  private @Nullable Process process;
  private @Nullable FramePipe pipe;
  private @Nullable Thread logReader;
  private @Nullable MuxWatch watch;
  private @Nullable GopException failure;
  private long next;
  private volatile long fed;

  FfmpegMuxer(MuxRequest request, FilmClock clock, MuxCommand command) {
    this.request = request;
    this.clock = clock;
    this.command = command;
  }

  @Override
  public void write(Packet packet) {
    if (failure != null) {
      throw failure;
    }
    if (packet.index() != next || next >= request.frameCount()) {
      throw fail(
          GopException.bug(
              String.format(
                  Locale.ROOT,
                  "packet %d of %d came where %d was due",
                  packet.index(),
                  request.frameCount(),
                  next),
              null));
    }
    TemporalUnit unit = parse(packet);
    try {
      FramePipe to = pipe;
      if (to == null) {
        to = start(unit);
      }
      to.write(MemorySegment.ofArray(cluster(packet, unit)));
      to.write(bare(packet.data()));
    } catch (IOException e) {
      throw fail(died(e));
    }
    next++;
    fed = next;
  }

  @Override
  public void finish() {
    if (failure != null) {
      throw failure;
    }
    FramePipe to = pipe;
    Process running = process;
    if (next != request.frameCount() || to == null || running == null) {
      throw fail(
          GopException.bug(
              String.format(
                  Locale.ROOT, "the film ends after packet %d of %d", next, request.frameCount()),
              null));
    }
    try {
      to.end();
      if (running.waitFor() != 0) {
        throw fail(died(null));
      }
      requireAllOfIt();
    } catch (IOException e) {
      throw fail(died(e));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw fail(new GopException(GopException.Kind.INTERRUPTED, "muxing was stopped", null));
    }
  }

  /// ffmpeg also ends well when its source was cut off, or could not be read to the end.
  private void requireAllOfIt() {
    Thread reader = logReader;
    if (reader != null) {
      LogDrain.await(reader, END_NANOS);
    }
    Companions companions = command.companions();
    if (companions.acceptsDamage()) {
      return;
    }
    FilmProbe source = companions.source();
    String said = (source == null ? Ffmpeg.QUOTE : source.quote()).of(log.text());
    if (!said.isEmpty()) {
      throw fail(
          GopException.environment("ffmpeg complains while it muxes: " + reason(said), null));
    }
    if (source != null) {
      new CompanionProof(command.ffmpeg(), companions, source, clock)
          .of(Objects.requireNonNull(request.file(), "a file"));
    }
  }

  /// A stream of the source that is at fault, or else what ffmpeg said.
  private String reason(String said) {
    FilmProbe source = command.companions().source();
    String blame =
        source == null
            ? ""
            : new CompanionTrial(command.ffmpeg(), command.companions(), source).blame();
    return blame.isEmpty() ? said : blame;
  }

  /// Ends ffmpeg, if it has not ended by itself.
  @Override
  public void close() {
    Process running = process;
    FramePipe to = pipe;
    MuxWatch watching = watch;
    if (watching != null) {
      watching.close();
    }
    if (running != null) {
      ProcessTree.kill(running);
    }
    if (to != null) {
      to.abort();
    }
  }

  private FramePipe start(TemporalUnit first) throws IOException {
    MemorySegment header = first.sequenceHeader();
    if (header == null) {
      throw fail(GopException.bug("the film starts without a sequence header", null));
    }
    Path target = Objects.requireNonNull(request.file(), "a file");
    Process started = ProcessTree.start(command.line(clock, target), Map.of());
    process = started;
    started.getInputStream().close();
    watch = new MuxWatch(started, target, () -> fed, command.companions().stallLimit());
    logReader = LogDrain.start("ffmpeg", started, log);
    FramePipe opened = FramePipe.of(started);
    pipe = opened;
    opened.write(
        MemorySegment.ofArray(MatroskaHead.of(request.format(), clock.frameNanos(), header)));
    return opened;
  }

  private TemporalUnit parse(Packet packet) {
    try {
      return units.read(packet.data());
    } catch (MalformedBitstreamException e) {
      throw fail(
          GopException.bug(
              String.format(Locale.ROOT, "packet %d is no AV1: %s", next, e.getMessage()), e));
    }
  }

  /// Everything of a cluster but the packet, which ends it. A block that refers to another one is
  /// no key frame.
  private byte[] cluster(Packet packet, TemporalUnit unit) {
    long start = clock.nanos(next);
    var time = new Ebml().add(0xE7, start - clock.originNanos());
    var group = new Ebml().add(0x9B, clock.nanos(next + 1) - start);
    if (!unit.keyFrame()) {
      group.add(0xFB, ByteBuffer.allocate(Long.BYTES).putLong(-1).array());
    }
    group.begin(0xA1, BLOCK.length + bare(packet.data()).byteSize()).raw(BLOCK);
    long content = group.size() + bare(packet.data()).byteSize();
    var head = new Ebml().begin(0xA0, content);
    return new Ebml()
        .begin(0x1F43B675, time.size() + head.size() + content)
        .raw(time.toBytes())
        .raw(head.toBytes())
        .raw(group.toBytes())
        .toBytes();
  }

  /// A temporal unit without the delimiter, which Matroska does not want.
  private static MemorySegment bare(MemorySegment unit) {
    long size = DELIMITER.byteSize();
    boolean delimited = unit.byteSize() >= size && unit.asSlice(0, size).mismatch(DELIMITER) < 0;
    return delimited ? unit.asSlice(size) : unit;
  }

  private GopException died(@Nullable IOException cause) {
    if (Thread.interrupted()) {
      Thread.currentThread().interrupt();
      return new GopException(GopException.Kind.INTERRUPTED, "muxing was stopped", cause);
    }
    MuxWatch watching = watch;
    if (watching != null && watching.stalled()) {
      return GopException.environment(
          String.format(
              Locale.ROOT,
              "muxing with ffmpeg failed: it made no progress for %d s, after %d of %d frames",
              command.companions().stallLimit().toSeconds(),
              next,
              request.frameCount()),
          cause);
    }
    Process running = process;
    if (running == null || !ProcessTree.ended(running, END_NANOS)) {
      String reason = cause == null ? "no reason known" : String.valueOf(cause.getMessage());
      return GopException.environment("ffmpeg cannot be fed: " + reason, cause);
    }
    Thread reader = logReader;
    if (reader != null) {
      LogDrain.await(reader, END_NANOS);
    }
    return GopException.environment(
        String.format(
            Locale.ROOT,
            "muxing with ffmpeg failed: it %s after %d of %d frames%s",
            ExitStatus.describe(running.exitValue()),
            next,
            request.frameCount(),
            ExitStatus.isSignal(running.exitValue())
                ? Ffmpeg.QUOTE.suffix(log.text())
                : ": " + reason(Ffmpeg.QUOTE.of(log.text()))),
        cause);
  }

  private GopException fail(GopException exception) {
    failure = exception;
    return exception;
  }
}
