package org.rav1ebygop.engine.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.rav1ebygop.api.GopException;

/// Files that are there whole or not at all, also after a power cut.
public final class DurableFiles {
  private DurableFiles() {}

  /// Gives a complete temporary file its final name and makes the name durable. The content must
  /// have been forced to the disk before.
  public static void publish(Path temporary, Path target) throws IOException {
    Files.move(
        temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceDirectory(target);
  }

  /// Makes a directory unless it is there, and makes its name durable.
  public static void createDirectory(Path directory) throws IOException {
    try {
      Files.createDirectory(directory);
      forceDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
    }
  }

  /// Begins a file under a name of ours, in place of what has that name: that may be a link to a
  /// file of the user's, which one that is made anew is not.
  public static FileChannel begin(Path file) throws IOException {
    Files.deleteIfExists(file);
    return FileChannel.open(
        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }

  /// Writes a small file.
  public static void write(Path target, byte[] content) throws IOException {
    Path temporary = target.resolveSibling(target.getFileName() + ".tmp");
    try (FileChannel out = begin(temporary)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    publish(temporary, target);
  }

  /// The failure of a write as the user is to read it.
  public static GopException writeFailed(Path file, IOException cause) {
    String reason =
        switch (cause) {
          case AccessDeniedException _ -> "no permission";
          case NoSuchFileException e -> "there is no " + e.getFile();
          case NotDirectoryException e -> e.getFile() + " is not a folder";
          case FileAlreadyExistsException e -> e.getFile() + " is not a folder";
          case FileSystemException e when e.getReason() != null -> e.getReason();
          default -> String.valueOf(cause.getMessage());
        };
    return GopException.environment("cannot write %s: %s".formatted(file, reason), cause);
  }

  /// Makes all that was done to the names beside a file durable.
  public static void forceDirectory(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    try (FileChannel handle = FileChannel.open(directory, StandardOpenOption.READ)) {
      handle.force(true);
    }
  }
}
