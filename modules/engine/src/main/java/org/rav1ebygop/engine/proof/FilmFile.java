package org.rav1ebygop.engine.proof;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.av1.IvfReader;
import org.rav1ebygop.av1.MalformedBitstreamException;
import org.rav1ebygop.av1.ObuStreamReader;
import org.rav1ebygop.av1.PacketReader;

/// A film in a file, of a container that can be read here.
///
/// @param path a regular file
/// @param container `ivf` or `obu`
public record FilmFile(Path path, String container) {
  private static final int LOOKED_AT = 12;

  /// Looks at the first bytes.
  ///
  /// @throws GopException of kind INPUT when it is no film that can be read here
  public static FilmFile of(Path path) {
    ByteBuffer head = ByteBuffer.allocate(LOOKED_AT);
    try (FileChannel channel = FileChannel.open(path)) {
      while (head.hasRemaining() && channel.read(head) >= 0) {
        // until full, or at the end
      }
    } catch (IOException e) {
      throw new GopException(
          GopException.Kind.INPUT, "cannot read %s: %s".formatted(path, e.getMessage()), e);
    }
    if (head.position() == 0) {
      throw GopException.input(path + " is empty");
    }
    return new FilmFile(path, container(path, head.flip()));
  }

  /// Opens it from its beginning.
  PacketReader open() throws IOException {
    FileChannel channel = FileChannel.open(path);
    return container.equals("ivf") ? new IvfReader(channel) : new ObuStreamReader(channel);
  }

  private static String container(Path path, ByteBuffer head) {
    if (startsWith(head, 0, 'D', 'K', 'I', 'F')) {
      requireAv1(path);
      return "ivf";
    }
    // A temporal delimiter that tells its size, which is none.
    if (startsWith(head, 0, 0x12, 0x00)) {
      return "obu";
    }
    if (startsWith(head, 0, 'Y', 'U', 'V', '4')) {
      throw GopException.input(path + " is y4m, a film that is not encoded");
    }
    if (startsWith(head, 0, 0x1A, 0x45, 0xDF, 0xA3)) {
      throw misnamed(path, "Matroska or WebM", ".mkv or .webm");
    }
    if (startsWith(head, 4, 'f', 't', 'y', 'p')) {
      throw misnamed(path, "MP4", ".mp4");
    }
    if (startsWith(head, 2, 0x12, 0x00) || startsWith(head, 3, 0x10)) {
      throw GopException.input(
          "%s looks like OBU of Annex B, which cannot be verified; convert it: ffmpeg -i %s -c copy film.ivf"
              .formatted(path, path));
    }
    throw GopException.input(
        "%s is no AV1 film that can be verified; that is IVF, raw OBU (Section 5), or a file in a container that the plugins know: .mkv, .webm, .mp4"
            .formatted(path));
  }

  private static GopException misnamed(Path path, String kind, String ending) {
    return GopException.input(
        "%s is %s, and can be verified when its name ends in %s".formatted(path, kind, ending));
  }

  private static void requireAv1(Path path) {
    try (var in = new IvfReader(FileChannel.open(path))) {
      in.header();
    } catch (MalformedBitstreamException | IOException e) {
      throw new GopException(GopException.Kind.INPUT, path + ": " + e.getMessage(), e);
    }
  }

  private static boolean startsWith(ByteBuffer head, int at, int... bytes) {
    if (head.limit() < at + bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if (Byte.toUnsignedInt(head.get(at + i)) != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
