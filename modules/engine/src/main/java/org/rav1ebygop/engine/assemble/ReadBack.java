package org.rav1ebygop.engine.assemble;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.MuxRequest;
import org.rav1ebygop.api.spi.MuxedPackets;
import org.rav1ebygop.api.spi.MuxerProvider;
import org.rav1ebygop.av1.IvfHeader;
import org.rav1ebygop.av1.IvfReader;
import org.rav1ebygop.av1.MalformedBitstreamException;
import org.rav1ebygop.av1.ObuStreamReader;
import org.rav1ebygop.av1.PacketReader;
import org.rav1ebygop.av1.TemporalUnit;
import org.rav1ebygop.engine.plan.FilmPlan;
import org.rav1ebygop.engine.store.GopVerifier;
import org.rav1ebygop.engine.store.SequenceHeaderGuard;

/// Reads a finished output as a player would and checks it against the plan.
final class ReadBack {
  private ReadBack() {}

  /// Checks every packet, its place, and that GOPs start where the plan says. IVF and OBU are read
  /// here and not by who wrote them.
  ///
  /// @return null when the output is no file, or nobody can read it
  /// @throws GopException of kind ENVIRONMENT when the file is not that film
  static @Nullable FilmDigest of(
      MuxRequest request, MuxerProvider muxer, FilmPlan plan, SequenceHeaderGuard guard) {
    Path file = request.file();
    if (file == null) {
      return null;
    }
    String id = muxer.id();
    if (!id.equals("ivf") && !id.equals("obu")) {
      MuxedPackets packets = muxer.readBack(request);
      return packets == null ? null : of(packets, plan, guard);
    }
    try (PacketReader in = open(file, id, plan)) {
      return digest(in::next, plan, guard);
    } catch (IOException | MalformedBitstreamException | GopException e) {
      throw wrong(String.valueOf(e.getMessage()), e);
    }
  }

  private static FilmDigest of(MuxedPackets packets, FilmPlan plan, SequenceHeaderGuard guard) {
    try (packets) {
      return digest(packets::next, plan, guard);
    } catch (IOException e) {
      throw wrong(String.valueOf(e.getMessage()), e);
    } catch (GopException e) {
      throw e.kind() == GopException.Kind.ENCODER ? wrong(e.getMessage(), e) : e;
    }
  }

  private static FilmDigest digest(Packets in, FilmPlan plan, SequenceHeaderGuard guard)
      throws IOException {
    var digest = new FilmDigest();
    int gop = 0;
    GopVerifier verifier = new GopVerifier("GOP 0", guard);
    for (Packet packet = in.next(); packet != null; packet = in.next()) {
      if (gop + 1 < plan.gopCount() && plan.firstFrame(gop + 1) == digest.packets()) {
        verifier = new GopVerifier("GOP " + ++gop, guard);
      }
      if (packet.index() != digest.packets()) {
        throw wrong(
            String.format(Locale.ROOT, "packet %d is at %d", packet.index(), digest.packets()),
            null);
      }
      TemporalUnit unit = verifier.check(packet);
      digest.add(packet, unit);
    }
    return digest;
  }

  private static void requireHeader(IvfHeader header, FilmPlan plan) {
    if (header.frameCount() != plan.frames()) {
      throw wrong(
          String.format(
              Locale.ROOT, "its header says %d frames, not %d", header.frameCount(), plan.frames()),
          null);
    }
  }

  private static GopException wrong(String what, @Nullable Exception cause) {
    return GopException.environment(
        "the output read back is damaged: %s; the disk may be failing".formatted(what), cause);
  }

  private static PacketReader open(Path file, String muxer, FilmPlan plan) throws IOException {
    FileChannel channel = FileChannel.open(file);
    if (!muxer.equals("ivf")) {
      return new ObuStreamReader(channel);
    }
    var in = new IvfReader(channel);
    try {
      requireHeader(in.header(), plan);
      return in;
    } catch (IOException | RuntimeException | Error e) {
      in.close();
      throw e;
    }
  }

  private interface Packets {
    @Nullable Packet next() throws IOException;
  }
}
