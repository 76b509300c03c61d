package org.rav1ebygop.child.film;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.SourceFingerprint;

/// Recognises a file of any kind.
public final class FileFingerprint {
  private static final int SAMPLES = 64;
  private static final int SAMPLE_BYTES = 16 << 10;

  private FileFingerprint() {}

  /// Size, time, and the SHA-256 of 64 parts of 16 KiB from the first byte to the last.
  ///
  /// @throws GopException of kind INPUT when it cannot be read
  public static SourceFingerprint of(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      long bytes = channel.size();
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer buffer = ByteBuffer.allocate(SAMPLE_BYTES);
      long last = Math.max(0, bytes - SAMPLE_BYTES);
      for (int i = 0; i < SAMPLES; i++) {
        long at = last / (SAMPLES - 1) * i + last % (SAMPLES - 1) * i / (SAMPLES - 1);
        buffer.clear();
        while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) > 0) {
          // until full, or at the end
        }
        digest.update(buffer.flip());
      }
      return new SourceFingerprint(
          bytes,
          Files.getLastModifiedTime(file).toInstant(),
          HexFormat.of().formatHex(digest.digest()));
    } catch (IOException e) {
      throw new GopException(
          GopException.Kind.INPUT, "cannot read %s: %s".formatted(file, e.getMessage()), e);
    } catch (NoSuchAlgorithmException e) {
      throw GopException.bug("this Java has no SHA-256", e);
    }
  }
}
