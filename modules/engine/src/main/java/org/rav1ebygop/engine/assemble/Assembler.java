package org.rav1ebygop.engine.assemble;

import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.Input;
import org.rav1ebygop.api.spi.MuxRequest;
import org.rav1ebygop.api.spi.Muxer;
import org.rav1ebygop.api.spi.MuxerProvider;
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
  /// @param lastCheck throws when a file, though proven, must not get its name
  public record Request(
      Input source,
      VideoFormat format,
      long knownFrames,
      MuxerProvider muxer,
      Options options,
      OutputTarget target,
      Runnable lastCheck) {}

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
    try (Output output = Output.open(request.target)) {
      if (!mux(request, frames, output, digest)) {
        return null;
      }
      output.force();
      Path file = output.file();
      boolean readBack = false;
      if (file != null && ReadBack.supports(request.muxer.id())) {
        prove(file, request, digest);
        readBack = true;
      }
      request.lastCheck.run();
      output.publish();
      return new Film(digest.bytes(), digest.types(), readBack);
    }
  }

  private boolean mux(Request request, long frames, Output output, FilmDigest digest)
      throws InterruptedException {
    try (Muxer muxer = request.muxer.open(new MuxInto(request, frames, output))) {
      for (int gop = 0; digest.packets() < frames; gop++) {
        StoredGop stored = table.awaitStored(gop);
        if (stored == null) {
          return false;
        }
        if (stored.gop().firstFrame() != digest.packets()) {
          throw GopException.bug(
              "%s is due at frame %d".formatted(stored.gop(), digest.packets()), null);
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

  private void prove(Path file, Request request, FilmDigest written) {
    FilmDigest found = ReadBack.of(file, request.muxer.id(), plan, guard);
    if (!found.toString().equals(written.toString()) || !found.sha256().equals(written.sha256())) {
      throw GopException.environment(
          "the output read back is not what was written: %s instead of %s; the disk may be failing"
              .formatted(found, written),
          null);
    }
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
  }
}
