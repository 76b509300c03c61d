package org.rav1ebygop.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.av1.IvfHeader;
import org.rav1ebygop.av1.IvfWriter;
import org.rav1ebygop.av1.TemporalUnit;
import org.rav1ebygop.engine.files.DurableFiles;

/// Writes one attempt at a GOP into a temporary file, checking each packet. Used by one thread at a
/// time, but for [#sent]; closing it without [#commit] deletes the file.
public final class GopWriter implements AutoCloseable {
  /// There is one of these for each slot, of which a job may have a thousand.
  private static final int BUFFER_BYTES = 1 << 13;

  private final Path directory;
  private final Path temporary;
  private final IvfHeader header;
  private final String jobId;
  private final long firstFrame;
  private final GopVerifier verifier;
  private final FrameSums.Attempt frames;
  private final Consumer<StoredGop> stored;
  private final MessageDigest digest = Sha256.newDigest();
  private final FileChannel channel;
  private final IvfWriter out;
  private long bytes;
  private @Nullable String sha256;

  /// @param place names the job directory, the job and the attempt
  /// @param stored told of the GOP once it is durable
  GopWriter(Place place, IvfHeader header, Checks checks, Consumer<StoredGop> stored) {
    this.directory = place.directory;
    this.temporary = directory.resolve(JobDirectory.temporaryName(place.gop, place.attempt));
    this.jobId = place.jobId;
    this.firstFrame = place.firstFrame;
    this.header = header;
    this.verifier = checks.verifier;
    this.frames = checks.frames.attempt();
    this.stored = stored;
    try {
      this.channel = DurableFiles.begin(temporary);
    } catch (IOException e) {
      throw DurableFiles.writeFailed(temporary, e);
    }
    this.out = new IvfWriter(channel, header, BUFFER_BYTES);
  }

  record Checks(GopVerifier verifier, FrameSums frames) {}

  record Place(Path directory, String jobId, int gop, long firstFrame, int attempt) {}

  /// The encoder gets this frame. Called by any thread, in the order of the frames.
  public void sent(Frame frame) {
    frames.sent(frame);
  }

  /// Takes the next packet.
  ///
  /// @param packet its index counts from 0 in the GOP
  /// @return what the packet is
  /// @throws GopException of kind ENCODER when it does not belong here, of kind ENVIRONMENT when it
  ///   cannot be written
  public TemporalUnit write(Packet packet) {
    if (packet.index() != verifier.packets()) {
      throw GopException.encoder(
          String.format(
              Locale.ROOT,
              "a packet has index %d where %d was due",
              packet.index(),
              verifier.packets()),
          null);
    }
    TemporalUnit unit = verifier.check(packet);
    StoredGop.update(digest, packet.data());
    bytes += packet.size();
    try {
      out.write(packet.at(firstFrame + packet.index()));
    } catch (IOException e) {
      throw DurableFiles.writeFailed(temporary, e);
    }
    return unit;
  }

  /// Packets taken so far.
  public long packets() {
    return verifier.packets();
  }

  /// Bytes of the packets taken so far.
  public long bytes() {
    return bytes;
  }

  /// All packets are written.
  ///
  /// @return the temporary file with all of them, which only [#commit] makes a finished GOP
  /// @throws GopException of kind ENCODER when packets are missing or too many, of kind ENVIRONMENT
  ///   when it cannot be written
  public Path finish(Gop gop) {
    if (verifier.packets() != gop.frameCount()) {
      throw GopException.encoder(
          String.format(
              Locale.ROOT,
              "%s: %d frames went in, but %d came out",
              gop,
              gop.frameCount(),
              verifier.packets()),
          null);
    }
    try {
      out.flush();
      return temporary;
    } catch (IOException e) {
      throw DurableFiles.writeFailed(temporary, e);
    }
  }

  /// The SHA-256 of all packets, once they are written.
  public String sha256() {
    if (sha256 == null) {
      sha256 = HexFormat.of().formatHex(digest.digest());
    }
    return sha256;
  }

  /// Makes the GOP durable, after [#finish].
  ///
  /// @throws GopException of kind ENCODER when it does not fit to the other GOPs, of kind
  ///   ENVIRONMENT when it cannot be written, of kind INPUT when the source was changed
  public StoredGop commit(Gop gop) {
    verifier.settle();
    String sum = sha256();
    String made = frames.made();
    Path file = directory.resolve(JobDirectory.fileName(gop.index(), jobId, made, sum));
    try {
      var complete =
          new IvfHeader(header.width(), header.height(), header.frameRate(), gop.frameCount());
      ByteBuffer head = ByteBuffer.wrap(complete.toBytes());
      while (head.hasRemaining()) {
        channel.write(head, head.position());
      }
      channel.force(true);
      channel.close();
      DurableFiles.publish(temporary, file);
    } catch (IOException e) {
      throw DurableFiles.writeFailed(file, e);
    }
    var result = new StoredGop(file, gop, bytes, sum);
    stored.accept(result);
    return result;
  }

  /// Does not throw: what cannot be deleted now is deleted when the directory is opened next.
  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(temporary);
    } catch (IOException _) {
      // nobody relies on the file
    }
  }
}
