package org.rav1ebygop.plugin.containers;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.api.spi.MuxedPackets;
import org.rav1ebygop.av1.IvfReader;
import org.rav1ebygop.av1.MalformedBitstreamException;
import org.rav1ebygop.child.film.Ffmpeg;
import org.rav1ebygop.child.process.ExitStatus;
import org.rav1ebygop.child.process.LogDrain;
import org.rav1ebygop.child.process.LogTail;
import org.rav1ebygop.child.process.ProcessTree;

/// The video packets that ffmpeg finds in a file, each compared with the time it should have.
final class DemuxedPackets implements MuxedPackets {
  private static final long END_NANOS = TimeUnit.SECONDS.toNanos(10);

  /// Matroska and WebM round times to milliseconds, the first one and any other.
  private static final double TOLERANCE_NANOS = 1.1e6;

  private static final double NANOS = 1e9;

  private final Path file;
  private final FilmClock clock;
  private final Process process;
  private final LogTail log = new LogTail();
  private final Thread logReader;
  private final IvfReader reader;
  private long next;
  private double first;

  private DemuxedPackets(Path file, FilmClock clock, Process process) {
    this.file = file;
    this.clock = clock;
    this.process = process;
    this.logReader = LogDrain.start("ffmpeg", process, log);
    this.reader = new IvfReader(Channels.newChannel(process.getInputStream()));
  }

  static DemuxedPackets open(Ffmpeg ffmpeg, Path file, FilmClock clock) {
    List<String> line = new Extraction(ffmpeg, file, "0:v:0").line();
    line.add("pipe:1");
    try {
      return ProcessTree.start(
          line,
          Map.of(),
          process -> {
            process.getOutputStream().close();
            return new DemuxedPackets(file, clock, process);
          });
    } catch (IOException e) {
      throw GopException.environment("ffmpeg cannot be started: " + e.getMessage(), e);
    }
  }

  @Override
  public @Nullable Packet next() {
    try {
      Rational ticks = reader.header().frameRate();
      Packet packet = reader.next();
      if (packet == null) {
        requireGoodEnd();
        return null;
      }
      requireTime(packet.index() * NANOS / ticks.value());
      return packet.at(next++);
    } catch (IOException | MalformedBitstreamException e) {
      throw failed(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    ProcessTree.kill(process);
    try {
      reader.close();
    } catch (IOException _) {
      // nothing more is read
    }
  }

  private void requireTime(double nanos) {
    if (next == 0) {
      first = nanos;
    }
    if (next >= clock.frames()) {
      throw failed(String.format(Locale.ROOT, "it has more than %d frames", clock.frames()), null);
    }
    double due = clock.nanos(next) - (double) clock.nanos(0);
    double off = nanos - first - due;
    if (Math.abs(off) > TOLERANCE_NANOS) {
      throw failed(
          String.format(
              Locale.ROOT,
              "frame %d is shown %.1f ms %s than it should be",
              next,
              Math.abs(off) / 1e6,
              off > 0 ? "later" : "earlier"),
          null);
    }
  }

  private void requireGoodEnd() {
    boolean ended = ProcessTree.ended(process, END_NANOS);
    LogDrain.await(logReader, END_NANOS);
    if (!ended || process.exitValue() != 0) {
      throw failed(
          "ffmpeg " + (ended ? ExitStatus.describe(process.exitValue()) : "does not end"), null);
    }
  }

  private GopException failed(String what, @Nullable Exception cause) {
    return GopException.environment(
        "the film read back from %s is damaged: %s%s"
            .formatted(file, what, Ffmpeg.QUOTE.suffix(log.text())),
        cause);
  }
}
