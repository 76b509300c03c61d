package org.rav1ebygop.engine.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.engine.files.DurableFiles;
import org.rav1ebygop.files.SmallFile;
import org.rav1ebygop.files.UnreadableFileException;

/// The keyframes of a film as they were decided: one line `key FRAME CONTENT CRC` each, at last
/// `end FRAMES CONTENT CRC`. The checksum is the CRC-32C of all text before it, in eight
/// hexadecimal digits, so a line is only good when all lines before it are. What follows the last
/// good line was torn by a crash and is cut off: it can be decided again. So is a line that cannot
/// follow those before it: the first keyframe is frame 0, and each is later than the one before.
public final class KeyframeLog implements AutoCloseable {
  /// Enough for ten million keyframes; a longer file is not a log.
  private static final int MAX_BYTES = 256 << 20;

  private final Path file;
  private final FileChannel channel;
  private final CRC32C crc = new CRC32C();
  private final List<Mark> keyframes = new ArrayList<>();
  private @Nullable Mark end;

  /// A place in the source.
  ///
  /// @param frame index of a keyframe; at the end, how many frames there are
  /// @param content CRC-32C of the bytes of all frames up to and with this one, so that a pipe that
  ///   brings another film is noticed; 0 where GOPs carry the sum of their frames
  public record Mark(long frame, int content) {}

  private KeyframeLog(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// Opens a log, keeping its good lines.
  static KeyframeLog open(Path file) throws IOException {
    byte[] text = text(file);
    var log =
        new KeyframeLog(
            file,
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS));
    int good = log.replay(text == null ? new byte[0] : text);
    log.channel.truncate(good);
    log.channel.position(good);
    return log;
  }

  /// How many GOPs the film of a log has.
  ///
  /// @return -1 when that is not known yet
  static int gops(Path file) throws IOException {
    byte[] text = text(file);
    if (text == null) {
      return -1;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      var log = new KeyframeLog(file, channel);
      log.replay(text);
      return log.end == null ? -1 : log.keyframes.size();
    }
  }

  /// Null when it is no log.
  private static byte @Nullable [] text(Path file) {
    try {
      return SmallFile.read(file, MAX_BYTES, LinkOption.NOFOLLOW_LINKS);
    } catch (UnreadableFileException _) {
      return null;
    }
  }

  /// The keyframes of earlier runs.
  public List<Mark> keyframes() {
    return List.copyOf(keyframes);
  }

  /// The end of the film, or null when no earlier run came to it.
  public @Nullable Mark end() {
    return end;
  }

  /// Whether it says where a GOP starts and ends.
  boolean covers(int gop) {
    return gop + 1 < keyframes.size() || (gop < keyframes.size() && end != null);
  }

  /// Appends a keyframe. When it is known by its content alone it is forced to the disk: the GOPs
  /// before it count only with it.
  public void keyframe(Mark keyframe) {
    append("key", keyframe);
    if (keyframe.content != 0) {
      force();
    }
  }

  /// Appends the end, and forces all to the disk.
  public void end(Mark last) {
    append("end", last);
    force();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void force() {
    try {
      channel.force(true);
    } catch (IOException e) {
      throw DurableFiles.writeFailed(file, e);
    }
  }

  private void append(String word, Mark mark) {
    try {
      ByteBuffer line = ByteBuffer.wrap(line(word, mark).getBytes(US_ASCII));
      while (line.hasRemaining()) {
        channel.write(line);
      }
    } catch (IOException e) {
      throw DurableFiles.writeFailed(file, e);
    }
  }

  /// The line as it must stand after all lines so far; from then on it is one of them.
  private String line(String word, Mark mark) {
    String text =
        String.format(Locale.ROOT, "%s %s %08x ", word, Long.toString(mark.frame), mark.content);
    crc.update(text.getBytes(US_ASCII));
    String line = text + String.format(Locale.ROOT, "%08x\n", crc.getValue());
    crc.update(line.substring(text.length()).getBytes(US_ASCII));
    return line;
  }

  private int replay(byte[] text) {
    int good = 0;
    for (int start = 0, newline;
        (newline = indexOfNewline(text, start)) >= 0;
        start = newline + 1) {
      String[] words = new String(text, start, newline - start, US_ASCII).split(" ", -1);
      if (words.length != 4
          || !words[1].matches("[0-9]{1,18}")
          || !words[2].matches("[0-9a-f]{8}")) {
        break;
      }
      var mark = new Mark(Long.parseLong(words[1]), Integer.parseUnsignedInt(words[2], 16));
      if (!mayFollow(words[0], mark.frame)) {
        break;
      }
      String expected = line(words[0], mark);
      if (!expected.equals(new String(text, start, newline + 1 - start, US_ASCII))) {
        crc.reset();
        crc.update(text, 0, good);
        break;
      }
      if (words[0].equals("end")) {
        end = mark;
      } else {
        keyframes.add(mark);
      }
      good = newline + 1;
    }
    return good;
  }

  private boolean mayFollow(String word, long frame) {
    if (end != null || !(word.equals("key") || word.equals("end"))) {
      return false;
    }
    return keyframes.isEmpty()
        ? word.equals("key") && frame == 0
        : frame > keyframes.getLast().frame;
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
