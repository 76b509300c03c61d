package org.rav1ebygop.engine.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.FrameQuality;
import org.rav1ebygop.engine.files.DurableFiles;
import org.rav1ebygop.files.SmallFile;

/// The quality of the frames of a finished GOP, in a file beside it, for runs that go on with the
/// film: a line for each frame, with squares and SSIM of each plane, and the CRC-32C of these lines
/// in hexadecimal as the last one.
///
/// Losing one loses no frame, so it is not forced to the disk, and one that is damaged counts as
/// missing.
public final class GopQuality {
  /// Behind the name of the GOP's file, by which it belongs to these packets of these frames.
  static final String SUFFIX = ".quality";

  private static final int NUMBERS = 2 * FrameLayout.PLANES;

  /// More than six numbers with their commas take.
  private static final int MAX_LINE_BYTES = 256;

  /// More than any GOP has.
  private static final int MAX_BYTES = 256 << 20;

  private GopQuality() {}

  /// Writes that of all frames.
  ///
  /// @throws IOException when it cannot be written
  public static void write(StoredGop gop, List<FrameQuality> frames) throws IOException {
    String text = frames.stream().map(GopQuality::line).collect(Collectors.joining());
    ByteBuffer bytes = US_ASCII.encode(text + checksum(text));
    try (FileChannel out = DurableFiles.begin(file(gop))) {
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    }
  }

  /// Reads it.
  ///
  /// @return of all frames, or null when it is not there whole
  public static @Nullable List<FrameQuality> read(StoredGop gop) {
    Path file = file(gop);
    try {
      int count = gop.gop().frameCount();
      int limit = (int) Math.min(MAX_BYTES, (count + 1L) * MAX_LINE_BYTES);
      String content = new String(SmallFile.read(file, limit, LinkOption.NOFOLLOW_LINKS), US_ASCII);
      String text = content.substring(0, content.lastIndexOf('\n') + 1);
      if (!content.equals(text + checksum(text))) {
        return null;
      }
      List<FrameQuality> frames = text.lines().map(GopQuality::parse).toList();
      return frames.size() == count ? frames : null;
    } catch (IOException | NumberFormatException _) {
      return null;
    }
  }

  /// Deletes it, if it is there.
  static void delete(StoredGop gop) throws IOException {
    Files.deleteIfExists(file(gop));
  }

  private static Path file(StoredGop gop) {
    return gop.file().resolveSibling(gop.file().getFileName() + SUFFIX);
  }

  private static String checksum(String text) {
    var sum = new CRC32C();
    sum.update(text.getBytes(US_ASCII));
    return Long.toHexString(sum.getValue());
  }

  private static String line(FrameQuality frame) {
    return plane(frame.luma()) + "," + plane(frame.cb()) + "," + plane(frame.cr()) + "\n";
  }

  private static String plane(FrameQuality.Plane plane) {
    return plane.squares() + "," + plane.ssim();
  }

  /// @throws NumberFormatException when it is no line of this kind
  private static FrameQuality parse(String line) {
    String[] numbers = line.split(",", -1);
    if (numbers.length != NUMBERS) {
      throw new NumberFormatException(numbers.length + " numbers");
    }
    return new FrameQuality(plane(numbers, 0), plane(numbers, 2), plane(numbers, 4));
  }

  private static FrameQuality.Plane plane(String[] numbers, int at) {
    return new FrameQuality.Plane(Long.parseLong(numbers[at]), Double.parseDouble(numbers[at + 1]));
  }
}
