package org.rav1ebygop.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;

/// Reads small files whole. It refuses pipes, which may never begin or end, and devices, and never
/// reads more than the limit, whatever size the system reports.
public final class SmallFile {
  private SmallFile() {}

  /// Reads a file.
  ///
  /// @param limit bytes it may have
  /// @param links whether a link is followed to it
  /// @throws UnreadableFileException whose message is the reason, in words
  public static byte[] read(Path file, int limit, LinkOption... links)
      throws UnreadableFileException {
    try {
      if (!Files.readAttributes(file, BasicFileAttributes.class, links).isRegularFile()) {
        throw new UnreadableFileException("it is not a regular file", null);
      }
      try (InputStream in = Files.newInputStream(file, links)) {
        byte[] content = in.readNBytes(limit + 1);
        if (content.length > limit) {
          throw new UnreadableFileException(
              String.format(Locale.ROOT, "it is longer than %d bytes", limit), null);
        }
        return content;
      }
    } catch (UnreadableFileException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new UnreadableFileException("there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new UnreadableFileException("no permission to read it", e);
    } catch (IOException e) {
      throw new UnreadableFileException(
          String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " "), e);
    }
  }

  /// Reads text in UTF-8; what is none is replaced.
  ///
  /// @throws UnreadableFileException as for [#read]
  public static String text(Path file, int limit) throws UnreadableFileException {
    return text(file, limit, UTF_8);
  }

  /// Reads text.
  ///
  /// @throws UnreadableFileException as for [#read]
  public static String text(Path file, int limit, Charset charset) throws UnreadableFileException {
    return new String(read(file, limit), charset);
  }
}
