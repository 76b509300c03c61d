package org.rav1ebygop.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.files.FileKind;
import org.rav1ebygop.engine.files.WrittenFile;

/// A file of events.
final class JsonFile {
  static final FileKind KIND =
      FileKind.text("events", "{\"%s\":\"%s\"".formatted(Facts.EVENT, EventType.START));

  private static final int BLOCK = 8192;

  private JsonFile() {}

  /// Opens a file for events; one that is there is emptied, or else what an earlier run has left
  /// there is kept, up to its last whole line. A file that holds anything else is left alone.
  ///
  /// @param append whether to keep it
  /// @throws GopException of kind USAGE or ENVIRONMENT when it cannot be written to
  static OutputStream open(Path named, boolean append) {
    WrittenFile file = WrittenFile.of(named, "--json", KIND);
    try {
      if (append && !file.isStream() && Files.exists(file.path())) {
        cutOffPartOfLine(file.path());
      }
      return file.open(append);
    } catch (IOException e) {
      throw GopException.environment(
          "cannot write the events to %s: %s".formatted(named, Text.reason(e)), e);
    }
  }

  /// A disk may have been full, or the machine may have lost power.
  private static void cutOffPartOfLine(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
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
