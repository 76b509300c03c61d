package org.rav1ebygop.input.y4m;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.SourceFingerprint;
import org.rav1ebygop.y4m.Faults;

/// The bytes of a regular file, mapped.
///
/// The mapping lasts until neither this object nor a slice of [#bytes] is reachable: a thread that
/// still passes a frame on while the source is closed is not disturbed.
///
/// An access to a page that the file has lost is an [InternalError] in Java, and an input/output
/// error where the operating system makes it. [#requireWhole] finds a file that has shrunk before
/// its pages are used; one that shrinks between that check and the end of the use is not noticed in
/// time.
///
/// The size is asked of a [RandomAccessFile] and not of a channel, because an interrupted thread
/// closes the channel it uses, for all threads.
final class MappedFile implements AutoCloseable {
  private static final int SAMPLE_BYTES = 4096;
  private static final int SAMPLES = 32;

  private final Faults faults;
  private final Path path;
  private final RandomAccessFile file;
  private final MemorySegment bytes;
  private final BasicFileAttributes atFirst;
  private volatile boolean closed;

  private MappedFile(Faults faults, Path path, RandomAccessFile file, MemorySegment bytes)
      throws IOException {
    this.faults = faults;
    this.path = path;
    this.file = file;
    this.bytes = bytes;
    this.atFirst = Files.readAttributes(path, BasicFileAttributes.class);
  }

  static MappedFile open(Faults faults, Path path) {
    try {
      var file = new RandomAccessFile(path.toFile(), "r");
      try {
        var channel = file.getChannel();
        var bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
        return new MappedFile(faults, path, file, bytes);
      } catch (IOException | RuntimeException e) {
        file.close();
        throw e;
      }
    } catch (ClosedByInterruptException e) {
      throw faults.stopped(e);
    } catch (IOException e) {
      throw faults.unreadable(e);
    }
  }

  Faults faults() {
    return faults;
  }

  /// All bytes, as many as there were when the file was opened.
  MemorySegment bytes() {
    return bytes;
  }

  /// @throws GopException of kind INPUT when the file has shrunk, INTERRUPTED when it is closed
  void requireWhole() {
    try {
      long size = file.length();
      if (size < bytes.byteSize()) {
        throw faults.shrunk(bytes.byteSize(), size);
      }
    } catch (IOException e) {
      throw closed ? faults.stopped(e) : faults.unreadable(e);
    }
  }

  /// Size, time of change and SHA-256 of 33 blocks of 4 KiB, spread evenly from the first byte to
  /// the last. A file that has lost its name, to another or to none, counts as it was then.
  SourceFingerprint fingerprint() {
    requireWhole();
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      long block = Math.min(SAMPLE_BYTES, bytes.byteSize());
      for (int i = 0; i <= SAMPLES; i++) {
        long at = (bytes.byteSize() - block) / SAMPLES * i;
        digest.update(
            bytes.asSlice(i < SAMPLES ? at : bytes.byteSize() - block, block).asByteBuffer());
      }
      return new SourceFingerprint(
          bytes.byteSize(),
          changed().toInstant(),
          "sha256=" + HexFormat.of().formatHex(digest.digest()));
    } catch (IOException e) {
      throw faults.unreadable(e);
    } catch (NoSuchAlgorithmException e) {
      throw GopException.bug("this Java has no SHA-256", e);
    } catch (InternalError e) {
      throw faults.lost(e);
    }
  }

  private FileTime changed() throws IOException {
    try {
      var now = Files.readAttributes(path, BasicFileAttributes.class);
      return (Objects.equals(now.fileKey(), atFirst.fileKey()) ? now : atFirst).lastModifiedTime();
    } catch (NoSuchFileException _) {
      return atFirst.lastModifiedTime();
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      file.close();
    } catch (IOException e) {
      throw faults.unreadable(e);
    }
  }
}
