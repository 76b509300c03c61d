package org.rav1ebygop.engine.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// The keyframes of a film as they were decided: one line `key FRAME CRC` each, at last `end FRAMES
/// CRC`. The checksum is the CRC-32C of all text before it, in eight hexadecimal digits, so a line
/// is only good when all lines before it are. What follows the last good line was torn by a crash
/// and is cut off: it can be decided again.
public final class KeyframeLog implements AutoCloseable {
  /// Enough for ten million keyframes; a longer file is not a log.
  private static final long MAX_BYTES = 256 << 20;

  private final Path file;
  private final FileChannel channel;
  private final CRC32C crc = new CRC32C();
  private final List<Long> keyframes = new ArrayList<>();
  private long frames = -1;

  private KeyframeLog(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// Opens a log, keeping its good lines.
  static KeyframeLog open(Path file) throws IOException {
    boolean readable = Files.exists(file) && Files.size(file) <= MAX_BYTES;
    byte[] text = readable ? Files.readAllBytes(file) : new byte[0];
    var log =
        new KeyframeLog(
            file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    int good = log.replay(text);
    log.channel.truncate(good);
    log.channel.position(good);
    return log;
  }

  /// The keyframes of earlier runs.
  public List<Long> keyframes() {
    return List.copyOf(keyframes);
  }

  /// Frames of the film, or -1 when no earlier run came to its end.
  public long frames() {
    return frames;
  }

  /// Whether nothing is left to decide.
  public boolean complete() {
    return frames >= 0;
  }

  /// Appends a keyframe.
  public void keyframe(long frame) {
    append("key", frame);
  }

  /// Appends the end, and forces all to the disk.
  public void end(long frameCount) {
    append("end", frameCount);
    try {
      channel.force(true);
    } catch (IOException e) {
      throw DurableFiles.writeFailed(file, e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void append(String word, long number) {
    try {
      ByteBuffer line = ByteBuffer.wrap(line(word, number).getBytes(US_ASCII));
      while (line.hasRemaining()) {
        channel.write(line);
      }
    } catch (IOException e) {
      throw DurableFiles.writeFailed(file, e);
    }
  }

  /// The line as it must stand after all lines so far; from then on it is one of them.
  private String line(String word, long number) {
    String text = word + " " + number + " ";
    crc.update(text.getBytes(US_ASCII));
    String line = text + "%08x\n".formatted(crc.getValue());
    crc.update(line.substring(text.length()).getBytes(US_ASCII));
    return line;
  }

  private int replay(byte[] text) {
    int good = 0;
    for (int start = 0, end; (end = indexOfNewline(text, start)) >= 0; start = end + 1) {
      String[] words = new String(text, start, end - start, US_ASCII).split(" ", -1);
      if (complete() || words.length != 3 || !words[1].matches("\\d{1,18}")) {
        break;
      }
      long number = Long.parseLong(words[1]);
      String expected = line(words[0], number);
      if (!expected.equals(new String(text, start, end + 1 - start, US_ASCII))) {
        crc.reset();
        crc.update(text, 0, good);
        break;
      }
      if (words[0].equals("end")) {
        frames = number;
      } else {
        keyframes.add(number);
      }
      good = end + 1;
    }
    return good;
  }

  private static int indexOfNewline(byte[] text, int from) {
    for (int i = from; i < text.length; i++) {
      if (text[i] == '\n') {
        return i;
      }
    }
    return -1;
  }
}
