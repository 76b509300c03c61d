package org.rav1ebygop.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.rav1ebygop.api.GopException;

/// A file of events.
final class JsonFile {
  /// How such a file begins.
  private static final byte[] BEGINNING =
      "{\"%s\":\"%s\"".formatted(Facts.EVENT, EventType.START).getBytes(US_ASCII);

  private static final int BLOCK = 8192;

  private JsonFile() {}

  /// Opens a file for events; one that is there is emptied, or else what an earlier run has left
  /// there is kept, up to its last whole line. A file that holds anything else is left alone.
  ///
  /// @param append whether to keep it
  /// @throws GopException of kind USAGE or ENVIRONMENT when it cannot be written to
  static OutputStream open(Path file, boolean append) {
    try {
      if (Files.isRegularFile(file)) {
        requireEvents(file);
        if (append) {
          cutOffPartOfLine(file);
        }
      }
      return Files.newOutputStream(
          file,
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      throw GopException.environment(
          "cannot write the events to %s: %s".formatted(file, Text.reason(e)), e);
    }
  }

  private static void requireEvents(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(BEGINNING.length);
    }
    if (!Arrays.equals(head, Arrays.copyOf(BEGINNING, head.length))) {
      throw GopException.usage(
          "%s holds something else than events; name another file for --json, or delete it"
              .formatted(file));
    }
  }

  /// A disk may have been full, or the machine may have lost power.
  private static void cutOffPartOfLine(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = channel.size();
      while (end > 0) {
        int length = (int) Math.min(BLOCK, end);
        int whole = wholeLines(read(channel, end - length, length));
        end -= length - whole;
        if (whole > 0) {
          break;
        }
      }
      channel.truncate(end);
    }
  }

  /// How many bytes are up to the last end of a line, that included.
  private static int wholeLines(byte[] block) {
    int length = block.length;
    while (length > 0 && block[length - 1] != '\n') {
      length--;
    }
    return length;
  }

  private static byte[] read(FileChannel channel, long position, int length) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(length);
    while (block.hasRemaining() && channel.read(block, position + block.position()) >= 0) {
      // reads on
    }
    return block.array();
  }
}
