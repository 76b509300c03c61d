package org.rav1ebygop.engine.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// A file that one process holds at a time; the kernel takes it back when the process ends, in
/// whatever way. Only who holds it deletes it.
///
/// A process may open the file just before its holder deletes it, and then lock a file that has no
/// name any more, beside another that locks a new one of that name. So whoever has a lock looks
/// whether the name is still that of the file it opened, and else has no lock.
final class JobLock implements AutoCloseable {
  private final Path file;
  private final Identity opened;
  private final FileChannel channel;

  private JobLock(Path file, Identity opened, FileChannel channel) {
    this.file = file;
    this.opened = opened;
    this.channel = channel;
  }

  /// What tells a file from another of its name, also one that got its number.
  private record Identity(@Nullable Object key, FileTime created) {
    static Identity of(Path file) throws IOException {
      var attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return new Identity(attributes.fileKey(), attributes.creationTime());
    }
  }

  /// Takes it, making the file if need be.
  ///
  /// @return null when it was deleted meanwhile, perhaps with its folder
  /// @throws GopException of kind ENVIRONMENT when another process has it
  static @Nullable JobLock take(Path file) throws IOException {
    try {
      JobLock lock = open(file);
      try {
        if (lock.lock()) {
          return lock;
        }
        lock.close();
        return null;
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (NoSuchFileException _) {
      return null;
    }
  }

  /// The file, which is not locked yet.
  static JobLock open(Path file) throws IOException {
    make(file);
    Identity opened = Identity.of(file);
    return new JobLock(
        file, opened, FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
  }

  /// Locks it.
  ///
  /// @return whether it still has its name
  /// @throws GopException of kind ENVIRONMENT when another process has locked it
  boolean lock() throws IOException {
    requireLock(channel, file);
    return Identity.of(file).equals(opened);
  }

  /// Deletes the file; who comes from now on makes a new one.
  void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /// Opens it only if it is new: closing a file gives up what else this process locked of it.
  private static void make(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException _) {
      // as usual
    }
  }

  private static void requireLock(FileChannel channel, Path file) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException _) {
      lock = null;
    }
    if (lock == null) {
      throw GopException.environment(
          "another rav1e-by-gop is working on %s; wait for it, or choose another output"
              .formatted(file.getParent()),
          null);
    }
  }
}
