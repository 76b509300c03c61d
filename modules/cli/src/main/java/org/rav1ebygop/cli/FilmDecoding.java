package org.rav1ebygop.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.Decoder;
import org.rav1ebygop.engine.proof.FilmComparison;
import org.rav1ebygop.engine.proof.FilmStructure;

/// Decodes a film and compares it with its source.
final class FilmDecoding {
  private final FilmStructure structure;
  private final FilmComparison comparison;
  private @Nullable String difference;
  private boolean sourceFails;

  FilmDecoding(FilmStructure structure) {
    this.structure = structure;
    this.comparison = new FilmComparison(structure.quantizers());
  }

  /// @param against null to decode only
  /// @throws GopException of kind INPUT when it cannot be decoded, or the source cannot be read
  void decode(Decoder decoder, @Nullable SourceOfFilm against, LongConsumer progress) {
    FrameLayout layout = decoder.layout();
    SourceOfFilm source = against;
    if (source != null && !source.layout().equals(layout)) {
      difference = "it is %s, not %s".formatted(layout, source.layout());
      source = null;
    }
    long frames = decode(decoder, layout, source, progress);
    if (frames != structure.frames()) {
      throw GopException.input(
          String.format(
              Locale.ROOT, "it shows %d frames, but %d are decoded", structure.frames(), frames));
    }
    if (source != null) {
      settle(source);
    }
  }

  private long decode(
      Decoder decoder, FrameLayout layout, @Nullable SourceOfFilm source, LongConsumer progress) {
    long frames = 0;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment picture = arena.allocate(layout.frameBytes());
      while (decoder.read(picture)) {
        Frame wanted = source == null ? null : next(source);
        if (wanted != null) {
          comparison.add(new Frame(frames, layout, picture), wanted);
        }
        progress.accept(++frames);
      }
    }
    return frames;
  }

  private void settle(SourceOfFilm source) {
    while (next(source) != null) {
      // count what is left
    }
    if (source.frames() != structure.frames()) {
      difference =
          String.format(
              Locale.ROOT,
              "it has %s, %s has %d",
              Text.count(structure.frames(), "frame"),
              "the source",
              source.frames());
    } else if (comparison.firstOther() >= 0) {
      difference =
          String.format(Locale.ROOT, "frame %d is another picture", comparison.firstOther());
    }
  }

  private @Nullable Frame next(SourceOfFilm source) {
    sourceFails = true;
    Frame frame = source.next();
    sourceFails = false;
    return frame;
  }

  /// Whether a failure is the film's, not the source's.
  boolean sourceIsGood() {
    return !sourceFails;
  }

  /// How the film differs from its source, or null.
  @Nullable String difference() {
    return difference;
  }

  /// What was measured, by name.
  void tell(BiConsumer<String, String> row) {
    if (comparison.frames() > 0) {
      row.accept(
          "PSNR",
          String.format(
              Locale.ROOT,
              "y %s, u %s, v %s; worst frame %d: y %s",
              decibel(comparison.psnr(0)),
              decibel(comparison.psnr(1)),
              decibel(comparison.psnr(2)),
              comparison.worstFrame(),
              decibel(comparison.worst())));
    }
  }

  private static String decibel(double psnr) {
    return Double.isInfinite(psnr) ? "identical" : Text.number(2, psnr) + " dB";
  }
}
