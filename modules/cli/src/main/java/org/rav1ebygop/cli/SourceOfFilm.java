package org.rav1ebygop.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.spi.Input;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.api.spi.StreamSource;
import org.rav1ebygop.api.spi.VideoSource;
import org.rav1ebygop.registry.Registry;

/// The frames of a source, one after the other.
final class SourceOfFilm implements AutoCloseable {
  private final VideoSource source;
  private final long limit;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer;
  private long next;

  private SourceOfFilm(VideoSource source, long limit) {
    this.source = source;
    this.limit = limit;
    this.buffer =
        source instanceof StreamSource
            ? arena.allocate(source.format().layout().frameBytes())
            : MemorySegment.NULL;
  }

  /// Null when nothing is to be compared.
  static @Nullable SourceOfFilm open(Registry registry, VerifyCommand command) {
    String name = command.against;
    if (name == null) {
      return null;
    }
    Input input = CliInput.of(name);
    VideoSource source =
        SourceOpening.open(
            registry,
            input,
            "rav1e-by-gop verify %s --against -".formatted(Text.shell(command.films.getFirst())),
            command.reading);
    try {
      return new SourceOfFilm(source, command.limit);
    } catch (RuntimeException | Error e) {
      source.close();
      throw e;
    }
  }

  FrameLayout layout() {
    return source.format().layout();
  }

  /// The next frame, readable until the next call; null at the end.
  @Nullable Frame next() {
    if (next == limit) {
      return null;
    }
    return switch (source) {
      case SeekableSource file -> {
        if (next > 0) {
          file.release(next - 1);
        }
        yield next < file.frameCount() ? file.frame(next++) : null;
      }
      case StreamSource pipe -> pipe.read(buffer) ? new Frame(next++, layout(), buffer) : null;
    };
  }

  /// Frames handed out.
  long frames() {
    return next;
  }

  @Override
  public void close() {
    try (arena) {
      source.close();
    }
  }
}
