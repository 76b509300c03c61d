package org.rav1ebygop.engine.store;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.av1.IvfReader;
import org.rav1ebygop.av1.MalformedBitstreamException;
import org.rav1ebygop.av1.TemporalUnit;

/// A finished GOP on disk.
///
/// @param file an IVF file whose time stamps are frame indices of the film
/// @param gop which frames it holds
/// @param bytes sum of its packets
/// @param sha256 lower-case hexadecimal SHA-256 of its packets, one after the other
public record StoredGop(Path file, Gop gop, long bytes, String sha256) {
  /// Reads and checks it once more, handing out packet after packet at their index in the film.
  /// What was handed out is only good when this returns.
  ///
  /// @throws GopException of kind ENVIRONMENT when the file is not what was stored
  public void read(SequenceHeaderGuard guard, BiConsumer<Packet, TemporalUnit> consumer) {
    String problem;
    try {
      Content content = content(file, gop.index(), guard, consumer);
      problem = content.sha256.equals(sha256) ? null : "its checksum does not match";
    } catch (IOException | StateException e) {
      problem = e.getMessage();
    }
    if (problem != null) {
      throw GopException.environment(
          "%s in %s has changed since it was stored: %s".formatted(gop, file, problem), null);
    }
  }

  /// Reads a file left by an earlier run.
  ///
  /// @throws StateException when it is not a whole GOP with this checksum
  static StoredGop recover(Path file, int index, String sha256, SequenceHeaderGuard guard)
      throws StateException {
    try {
      Content content = content(file, index, null, (_, _) -> {});
      if (!content.sha256.equals(sha256)) {
        throw new StateException("its checksum does not match");
      }
      content(file, index, guard, (_, _) -> {});
      var gop = new Gop(index, content.firstFrame, Math.toIntExact(content.packets));
      return new StoredGop(file, gop, content.bytes, sha256);
    } catch (IOException e) {
      throw new StateException("it cannot be read: " + e.getMessage(), e);
    }
  }

  private record Content(long firstFrame, long packets, long bytes, String sha256) {}

  /// @param guard null to look at the bytes alone
  private static Content content(
      Path file,
      int index,
      @Nullable SequenceHeaderGuard guard,
      BiConsumer<Packet, TemporalUnit> consumer)
      throws IOException, StateException {
    try (var in = new IvfReader(FileChannel.open(file))) {
      MessageDigest digest = Sha256.newDigest();
      var verifier = guard == null ? null : new GopVerifier("GOP " + index, guard);
      long expected = in.header().frameCount();
      long first = -1;
      long packets = 0;
      long bytes = 0;
      for (Packet packet = in.next(); packet != null; packet = in.next()) {
        first = packets == 0 ? packet.index() : first;
        if (packet.index() != first + packets) {
          throw new StateException(
              String.format(Locale.ROOT, "packet %d has a wrong time stamp", packets));
        }
        packets++;
        bytes += packet.size();
        update(digest, packet.data());
        if (verifier != null) {
          consumer.accept(packet, verify(verifier, packet));
        }
      }
      if (first > Long.MAX_VALUE - packets) {
        throw new StateException("its time stamps are too large");
      }
      if (packets == 0 || packets != expected) {
        throw new StateException(
            String.format(Locale.ROOT, "it has %d packets, its header says %d", packets, expected));
      }
      if (verifier != null) {
        settle(verifier);
      }
      return new Content(first, packets, bytes, HexFormat.of().formatHex(digest.digest()));
    } catch (MalformedBitstreamException e) {
      throw new StateException("it is damaged at " + e.getMessage(), e);
    }
  }

  private static TemporalUnit verify(GopVerifier verifier, Packet packet) throws StateException {
    try {
      return verifier.check(packet);
    } catch (GopException e) {
      throw new StateException(e.getMessage(), e);
    }
  }

  private static void settle(GopVerifier verifier) throws StateException {
    try {
      verifier.settle();
    } catch (GopException e) {
      throw new StateException(e.getMessage(), e);
    }
  }

  static void update(MessageDigest digest, MemorySegment data) {
    digest.update(data.asByteBuffer());
  }
}
