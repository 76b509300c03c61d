package org.rav1ebygop.engine.proof;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.Decoder;

/// Keeps sketches of what went to the encoder and holds them against what a decoder makes of what
/// came back.
final class DecodedAttempt implements GopProof.Attempt {
  private final DecodeProof proof;
  private final SketchLog sketches = new SketchLog();

  @GuardedBy("sketches")
  private @Nullable FrameLayout layout;

  @GuardedBy("this")
  private int quantizer;

  @GuardedBy("this")
  private @Nullable Decoder decoder;

  @GuardedBy("this")
  private boolean closed;

  DecodedAttempt(DecodeProof proof) {
    this.proof = proof;
  }

  @Override
  public void sent(Frame frame) {
    synchronized (sketches) {
      layout = frame.layout();
      sketches.add(frame);
    }
  }

  @Override
  public synchronized void received(int baseQIndex) {
    quantizer = Math.max(quantizer, baseQIndex);
  }

  /// A decoder that fails for reasons of its own says nothing of the GOP, and is given another try.
  @Override
  public void prove(Path file, Gop gop) {
    try {
      decode(file, gop);
    } catch (GopException e) {
      if (e.kind() != GopException.Kind.ENVIRONMENT) {
        throw e;
      }
      decode(file, gop);
    }
  }

  private void decode(Path file, Gop gop) {
    try (Decoder opened = open(file)) {
      int decoded = compare(opened, gop);
      if (decoded != gop.frameCount()) {
        throw wrong(
            gop,
            String.format(Locale.ROOT, "%d frames are decoded, not %d", decoded, gop.frameCount()));
      }
    } catch (GopException e) {
      throw switch (e.kind()) {
        case INPUT -> new GopException(GopException.Kind.ENCODER, gop + ": " + e.getMessage(), e);
        case ENVIRONMENT ->
            GopException.environment(
                "%s cannot be verified by decoding: %s".formatted(gop, e.getMessage()), e);
        case USAGE, ENCODER, INTERRUPTED, BUG -> e;
      };
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (decoder != null) {
      decoder.close();
    }
  }

  private synchronized Decoder open(Path file) {
    if (closed) {
      throw GopException.encoder("the proof was given up", null);
    }
    decoder = proof.open(file);
    return decoder;
  }

  private int compare(Decoder opened, Gop gop) {
    FrameLayout found = opened.layout();
    synchronized (sketches) {
      if (!found.equals(layout)) {
        throw wrong(gop, "it is decoded as %s, not %s".formatted(found, layout));
      }
      if (sketches.frames() != gop.frameCount()) {
        throw wrong(
            gop, String.format(Locale.ROOT, "the encoder was given %d frames", sketches.frames()));
      }
    }
    int frame = 0;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment picture = arena.allocate(found.frameBytes());
      for (; opened.read(picture); frame++) {
        compare(new Frame(frame, found, picture), gop);
      }
    }
    return frame;
  }

  private void compare(Frame decoded, Gop gop) {
    @Nullable Sketch wanted;
    synchronized (sketches) {
      wanted = sketches.find((int) decoded.index());
    }
    if (wanted == null) {
      return;
    }
    Sketch found = Sketch.of(decoded);
    int coarsest = coarsestQuantizer();
    for (int plane = 0; plane < FrameLayout.PLANES; plane++) {
      double bound = PictureBound.of(coarsest, plane);
      double distance = found.distance(wanted, plane);
      if (distance > bound) {
        throw wrong(
            gop,
            String.format(
                Locale.ROOT,
                "frame %d is decoded as another picture: %s differs by %.1f levels, its quantizers explain %.1f",
                gop.firstFrame() + decoded.index(),
                plane == 0 ? "luma" : "chroma",
                Math.sqrt(distance),
                Math.sqrt(bound)));
      }
    }
  }

  private synchronized int coarsestQuantizer() {
    return quantizer;
  }

  private static GopException wrong(Gop gop, String what) {
    return GopException.encoder(gop + ": " + what, null);
  }
}
