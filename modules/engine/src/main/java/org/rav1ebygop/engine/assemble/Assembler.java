package org.rav1ebygop.engine.assemble;

import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.FrameTimes;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.Input;
import org.rav1ebygop.api.spi.MuxRequest;
import org.rav1ebygop.api.spi.Muxer;
import org.rav1ebygop.api.spi.MuxerProvider;
import org.rav1ebygop.engine.files.FileKind;
import org.rav1ebygop.engine.job.FrameTypeCount;
import org.rav1ebygop.engine.job.OutputTarget;
import org.rav1ebygop.engine.lease.LeaseTable;
import org.rav1ebygop.engine.plan.FilmPlan;
import org.rav1ebygop.engine.store.SequenceHeaderGuard;
import org.rav1ebygop.engine.store.StoredGop;

/// Joins GOPs in order as they are stored, and proves the result. A file is read back as a whole
/// before it gets its name.
public final class Assembler {
  private final FilmPlan plan;
  private final LeaseTable table;
  private final SequenceHeaderGuard guard;

  /// @param guard of the film
  public Assembler(FilmPlan plan, LeaseTable table, SequenceHeaderGuard guard) {
    this.plan = plan;
    this.table = table;
    this.guard = guard;
  }

  /// What to make.
  ///
  /// @param knownFrames frames of the film, or -1 when only the plan's end will tell
  /// @param writer eight characters that no other job with this output has
  /// @param times of so many frames, as [org.rav1ebygop.api.spi.VideoSource#times] tells
  /// @param lastCheck throws when a file, though proven, must not get its name
  public record Request(
      Input source,
      VideoFormat format,
      long knownFrames,
      MuxerProvider muxer,
      Options options,
      OutputTarget target,
      String writer,
      Times times,
      Runnable lastCheck) {}

  /// When frames are shown.
  public interface Times {
    /// @return null when nothing is known but the frame rate
    @Nullable FrameTimes of(long frames);
  }

  /// What was made.
  ///
  /// @param bytes of all packets
  /// @param types the frames by type
  /// @param readBack whether the output itself was read back and proven, not only what went into it
  public record Film(long bytes, List<FrameTypeCount> types, boolean readBack) {}

  /// Waits for the GOPs and writes them.
  ///
  /// @return null when a GOP never comes
  /// @throws GopException when the output cannot be written, or is not what went into it
  public @Nullable Film run(Request request) throws InterruptedException {
    long frames = request.knownFrames < 0 ? plan.awaitEnd() : request.knownFrames;
    if (frames < 0) {
      return null;
    }
    var digest = new FilmDigest();
    FileKind kind = FileKind.film(request.muxer);
    try (Output output = Output.open(request.target, kind, request.writer)) {
      var into = new MuxInto(request, frames, output);
      if (!(request.muxer.streams() || allStored(frames)) || !mux(into, digest)) {
        return null;
      }
      output.force();
      boolean readBack = prove(into, digest);
      request.lastCheck.run();
      output.publish();
      return new Film(digest.bytes(), digest.types(), readBack);
    }
  }

  private boolean allStored(long frames) throws InterruptedException {
    long stored = 0;
    for (int gop = 0; stored < frames; gop++) {
      StoredGop next = table.awaitStored(gop);
      if (next == null) {
        return false;
      }
      stored = next.gop().endFrame();
    }
    return true;
  }

  private boolean mux(MuxInto into, FilmDigest digest) throws InterruptedException {
    try (Muxer muxer = into.request.muxer.open(into)) {
      for (int gop = 0; digest.packets() < into.frameCount; gop++) {
        StoredGop stored = table.awaitStored(gop);
        if (stored == null) {
          return false;
        }
        if (stored.gop().firstFrame() != digest.packets()) {
          throw GopException.bug(
              String.format(Locale.ROOT, "%s is due at frame %d", stored.gop(), digest.packets()),
              null);
        }
        stored.read(
            guard,
            (packet, unit) -> {
              digest.add(packet, unit);
              muxer.write(packet);
            });
      }
      muxer.finish();
      return true;
    }
  }

  /// @return false when the output cannot be read back
  private boolean prove(MuxInto into, FilmDigest written) {
    FilmDigest found = ReadBack.of(into, into.request.muxer, plan, guard);
    if (found == null) {
      return false;
    }
    if (!found.toString().equals(written.toString()) || !found.sha256().equals(written.sha256())) {
      throw GopException.environment(
          "the output read back is not what was written: %s instead of %s; the disk may be failing"
              .formatted(found, written),
          null);
    }
    return true;
  }

  private record MuxInto(Request request, long frameCount, Output output) implements MuxRequest {
    @Override
    public VideoFormat format() {
      return request.format;
    }

    @Override
    public Input source() {
      return request.source;
    }

    @Override
    public Options options() {
      return request.options;
    }

    @Override
    public WritableByteChannel channel() {
      return output.channel();
    }

    @Override
    public @Nullable Path file() {
      return output.file();
    }

    @Override
    public @Nullable FrameTimes times() {
      return request.times.of(frameCount);
    }
  }
}
